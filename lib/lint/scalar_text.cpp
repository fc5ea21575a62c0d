#include "lint/scalar_text.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "core/json_scan.hpp"
#include "core/utf8.hpp"
#include "i18n/yaml_kind.hpp"

namespace objectos::lint {
namespace {

using i18n::FileFormat;
using i18n::Node;
using i18n::NodeKind;
using i18n::Span;
using i18n::TranslationFile;

constexpr auto npos = std::string_view::npos;

void append_hex(std::string& out, std::uint32_t code, int digits) {
  static constexpr char hex[] = "0123456789abcdef";
  for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) out.push_back(hex[(code >> shift) & 15]);
}

void append_utf16_escape(std::string& out, std::uint32_t code) {
  const auto unit = [&out](std::uint32_t value) {
    out += "\\u";
    append_hex(out, value, 4);
  };
  if (code < 0x10000) return unit(code);
  unit(0xD800 + ((code - 0x10000) >> 10));
  unit(0xDC00 + ((code - 0x10000) & 0x3FF));
}

/// Calls `visit` with each character of `text`; bytes that are no UTF-8 come one by one.
template <class Visit>
void characters(std::string_view text, Visit&& visit) {
  while (!text.empty()) {
    const std::size_t length = std::max<std::size_t>(utf8::sequence_length(text), 1);
    visit(text.substr(0, length));
    text.remove_prefix(length);
  }
}

/// The inside of a JSON string.
std::string json_inside(std::string_view text, bool escapes_non_ascii) {
  std::string out;
  static constexpr std::string_view kinds = "bfnrt", meant = "\b\f\n\r\t";
  characters(text, [&](std::string_view character) {
    const char c = character[0];
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (const auto found = meant.find(c); found != npos) {
      out += '\\';
      out += kinds[found];
    } else if (static_cast<unsigned char>(c) < 0x20 || (escapes_non_ascii && character.size() > 1)) {
      append_utf16_escape(out, utf8::decode(character));
    } else {
      out += character;
    }
  });
  return out;
}

/// Characters that YAML reads as ends of lines, or not at all.
bool needs_escape(std::uint32_t code) {
  return code < 0x20 || (code >= 0x7F && code < 0xA0) || code == 0x2028 || code == 0x2029 || code == 0xFEFF ||
         code == 0xFFFE || code == 0xFFFF;
}

/// The inside of a YAML text in double quotes.
std::string yaml_inside(std::string_view text) {
  std::string out;
  characters(text, [&](std::string_view character) {
    const std::uint32_t code = utf8::decode(character);
    if (code == '"' || code == '\\') {
      out += '\\';
      out += character;
    } else if (code == '\n') {
      out += "\\n";
    } else if (code == '\t') {
      out += "\\t";
    } else if (!needs_escape(code)) {
      out += character;
    } else {
      out += code < 0x100 ? "\\x" : "\\u";
      append_hex(out, code, code < 0x100 ? 2 : 4);
    }
  });
  return out;
}

std::string single_inside(std::string_view text) {
  std::string out;
  for (const char c : text) {
    out += c;
    if (c == '\'') out += c;
  }
  return out;
}

bool fits_one_line(std::string_view text) {
  bool fits = true;
  characters(text,
             [&](std::string_view character) { fits = fits && !needs_escape(utf8::decode(character)); });
  return fits;
}

/// Without quotes it would be the same string.
bool may_be_plain(std::string_view text, bool in_flow) {
  if (text.empty() || text.front() == ' ' || text.back() == ' ' || text.back() == ':') return false;
  static constexpr std::string_view indicators = "-?:,[]{}#&*!|>'\"%@`=~<.";
  if (indicators.find(text.front()) != npos || !fits_one_line(text)) return false;
  if (text.find(": ") != npos || text.find(" #") != npos) return false;
  if (in_flow && text.find_first_of(",[]{}:") != npos) return false;
  return i18n::yaml_kind(text) == NodeKind::string;
}

// ---- the bytes that a text is written in

/// How a scalar is written, and the bytes of its characters.
struct Unit {
  std::size_t size;  // in the file
  std::string decoded;
};
enum class Written : std::uint8_t { json, plain, single, both };

std::optional<Unit> hex_unit(std::string_view raw, std::size_t digits) {
  if (raw.size() < 2 + digits) return std::nullopt;
  std::uint32_t code = 0;
  for (const char c : raw.substr(2, digits)) {
    const int digit = json::hex_digit(c);
    if (digit < 0) return std::nullopt;
    code = code * 16 + static_cast<std::uint32_t>(digit);
  }
  if (code > 0x10FFFF) return std::nullopt;
  Unit unit{2 + digits, {}};
  const bool is_high = code >= 0xD800 && code < 0xDC00;
  if (is_high && raw.size() >= 12 && raw.substr(6, 2) == "\\u") {
    std::uint32_t low = 0;
    for (const char c : raw.substr(8, 4))
      low = low * 16 + static_cast<std::uint32_t>(std::max(json::hex_digit(c), 0));
    if (low < 0xDC00 || low > 0xDFFF) return std::nullopt;
    utf8::append(unit.decoded, 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00));
    unit.size = 12;
    return unit;
  }
  if (code >= 0xD800 && code < 0xE000) return std::nullopt;
  utf8::append(unit.decoded, code);
  return unit;
}

std::optional<Unit> escape_unit(std::string_view raw, Written written) {
  if (raw.size() < 2) return std::nullopt;
  const char kind = raw[1];
  if (kind == 'u') return hex_unit(raw, 4);
  if (written == Written::both && kind == 'x') return hex_unit(raw, 2);
  if (written == Written::both && kind == 'U') return hex_unit(raw, 8);
  static constexpr std::string_view kinds = "\"\\/bfnrt", meant = "\"\\/\b\f\n\r\t";
  const auto found = kinds.find(kind);
  if (found == npos) return std::nullopt;
  return Unit{2, std::string(1, meant[found])};
}

std::optional<std::vector<Unit>> units_of(std::string_view raw, Written written) {
  std::vector<Unit> units;
  while (!raw.empty()) {
    std::optional<Unit> unit;
    if (raw[0] == '\\' && (written == Written::json || written == Written::both)) {
      unit = escape_unit(raw, written);
    } else if (raw[0] == '\'' && written == Written::single) {
      if (raw.starts_with("''")) unit = Unit{2, "'"};
    } else {
      const std::size_t length = std::max<std::size_t>(utf8::sequence_length(raw), 1);
      unit = Unit{length, std::string(raw.substr(0, length))};
    }
    if (!unit) return std::nullopt;
    raw.remove_prefix(unit->size);
    units.push_back(std::move(*unit));
  }
  return units;
}

Written written_as(const TranslationFile& file, const Node& node) {
  if (file.format() == FileFormat::json) return Written::json;
  const char first = node.span.end > node.span.begin ? file.text()[node.span.begin] : '\0';
  return first == '"' ? Written::both : first == '\'' ? Written::single : Written::plain;
}

std::string decoded(const std::vector<Unit>& units) {
  std::string text;
  for (const Unit& unit : units) text += unit.decoded;
  return text;
}

/// A part of a text inside of its quotes; nothing if it needs others.
std::optional<std::string> inside(std::string_view part, Written written, const FileStyle& style) {
  switch (written) {
    case Written::json: return json_inside(part, style.escapes_non_ascii);
    case Written::both: return yaml_inside(part);
    case Written::single:
      if (!fits_one_line(part)) return std::nullopt;
      return single_inside(part);
    case Written::plain: return std::string(part);
  }
  return std::nullopt;
}

/// The characters that a scalar is written in; nothing where they are not as they look: in lines that are
/// folded.
std::optional<std::vector<Unit>> units_of(const TranslationFile& file, const Node& node, Written written) {
  const std::uint32_t quote = written == Written::plain ? 0 : 1;
  if (node.span.end - node.span.begin < 2 * quote) return std::nullopt;
  auto units = units_of(
      file.text().substr(node.span.begin + quote, node.span.end - node.span.begin - 2 * quote), written);
  if (units && decoded(*units) != node.text) return std::nullopt;
  return units;
}

std::size_t bytes_of(const std::vector<Unit>& units, std::size_t begin, std::size_t end) {
  std::size_t bytes = 0;
  for (std::size_t i = begin; i < end; ++i) bytes += units[i].size;
  return bytes;
}

/// The unit that begins behind `bytes` of the decoded text; nothing if that is inside of one.
std::optional<std::size_t> unit_at(const std::vector<Unit>& units, std::size_t bytes) {
  std::size_t i = 0;
  for (; i < units.size() && bytes > 0; ++i) {
    if (units[i].decoded.size() > bytes) return std::nullopt;
    bytes -= units[i].decoded.size();
  }
  return bytes == 0 ? std::optional(i) : std::nullopt;
}

/// Parts of a scalar that are written anew: units, and what they are to say.
struct Part {
  std::size_t begin;
  std::size_t end;
  std::string_view text;
};

std::vector<Part> different_parts(const std::vector<Unit>& units, std::string_view now,
                                  std::string_view wanted) {
  // Something goes at both ends, or comes there.
  if (const auto found = now.find(wanted); found != npos && !wanted.empty()) {
    const auto begin = unit_at(units, found), end = unit_at(units, found + wanted.size());
    if (begin && end) return {{0, *begin, {}}, {*end, units.size(), {}}};
  }
  if (const auto found = wanted.find(now); found != npos && !now.empty())
    return {{0, 0, wanted.substr(0, found)}, {units.size(), units.size(), wanted.substr(found + now.size())}};
  std::size_t front = 0, back = 0;
  for (; front < units.size() && wanted.starts_with(units[front].decoded); ++front)
    wanted.remove_prefix(units[front].decoded.size());
  for (; front + back < units.size() && wanted.ends_with(units[units.size() - 1 - back].decoded); ++back)
    wanted.remove_suffix(units[units.size() - 1 - back].decoded.size());
  return {{front, units.size() - back, wanted}};
}

std::optional<std::vector<Edit>> smallest_edits(const TranslationFile& file, const Node& node,
                                                std::string_view text, const FileStyle& style) {
  const Written written = written_as(file, node);
  // What is plain may be a text only by the quotes that it is to get.
  if (written == Written::plain && (!may_be_plain(text, true) || node.kind != NodeKind::string))
    return std::nullopt;
  if (file.format() == FileFormat::json && node.kind != NodeKind::string) return std::nullopt;
  const auto units = units_of(file, node, written);
  if (!units) return std::nullopt;
  const std::size_t start = node.span.begin + (written == Written::plain ? 0 : 1);
  std::vector<Edit> edits;
  for (const Part& part : different_parts(*units, node.text, text)) {
    std::optional<std::string> written_anew = inside(part.text, written, style);
    if (!written_anew) return std::nullopt;
    const std::size_t begin = start + bytes_of(*units, 0, part.begin);
    const Span span{static_cast<std::uint32_t>(begin),
                    static_cast<std::uint32_t>(begin + bytes_of(*units, part.begin, part.end))};
    if (span.end > span.begin || !written_anew->empty()) edits.push_back({span, std::move(*written_anew)});
  }
  return edits;
}

// ---- what a file looks like

std::string indent_before(std::string_view text, std::size_t at) {
  const std::size_t newline = at == 0 ? npos : text.rfind('\n', at - 1);
  const std::size_t begin = newline == npos ? 0 : newline + 1;
  const std::string_view blanks = text.substr(begin, at - begin);
  return blanks.find_first_not_of(" \t") == npos ? std::string(blanks) : std::string();
}

}  // namespace

FileStyle style_of(const TranslationFile& file) {
  FileStyle style;
  style.format = file.format();
  const std::string_view text = file.text();
  const auto newline = text.find('\n');
  if (newline != npos && newline > 0 && text[newline - 1] == '\r') style.line_end = "\r\n";
  std::array<std::size_t, 3> quotes{};
  bool has_colon = false, has_indent = false;
  for (const Node& node : file.nodes()) {
    if (node.is_copied || node.key_span.end == node.key_span.begin) continue;
    if (!has_colon && node.is_scalar() && node.span.begin > node.key_span.end) {
      const std::string_view between = text.substr(node.key_span.end, node.span.begin - node.key_span.end);
      if (between.find_first_not_of(": ") == npos && between.find(':') != npos) {
        style.colon = between;
        has_colon = true;
      }
    }
    if (!has_indent && &node != &file.nodes().front()) {
      const std::string here = indent_before(text, node.key_span.begin);
      const Node& parent = file.nodes()[node.parent];
      const std::string above =
          parent.key_span.end > 0 ? indent_before(text, parent.key_span.begin) : std::string();
      if (here.size() > above.size() && here.starts_with(above)) {
        style.indent = here.substr(above.size());
        has_indent = true;
      }
    }
    if (node.kind == NodeKind::string) {
      const Written written = written_as(file, node);
      ++quotes[written == Written::plain ? 0 : written == Written::single ? 1 : 2];
    }
  }
  if (style.format == FileFormat::yaml) {
    if (style.colon.find(' ') == npos || style.colon.front() != ':') style.colon = ": ";
    style.quote = static_cast<Quote>(std::max_element(quotes.begin(), quotes.end()) - quotes.begin());
    return style;
  }
  const bool has_non_ascii =
      std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
  style.escapes_non_ascii = !has_non_ascii && text.find("\\u") != npos;
  return style;
}

std::string json_text(std::string_view text, bool escapes_non_ascii) {
  return '"' + json_inside(text, escapes_non_ascii) + '"';
}

std::string yaml_text(std::string_view text, Quote quote, bool in_flow) {
  if (quote == Quote::none && may_be_plain(text, in_flow)) return std::string(text);
  if (quote == Quote::single && fits_one_line(text)) return '\'' + single_inside(text) + '\'';
  return '"' + yaml_inside(text) + '"';
}

/// A block scalar may begin on a line of its own, no deeper than its key or dash; what takes its place may not.
static std::string indentation_lacking(const TranslationFile& file, const Node& node) {
  const bool has_key = node.key_span.end > node.key_span.begin;
  const i18n::Position above =
      file.position(has_key ? node.key_span.begin : file.nodes()[node.parent].span.begin);
  const i18n::Position here = file.position(node.span.begin);
  if (here.line == above.line || here.column > above.column) return {};
  return std::string(above.column - here.column + 1, ' ');
}

std::vector<Edit> scalar_edits(const TranslationFile& file, const Node& node, std::string_view text,
                               const FileStyle& style) {
  if (auto edits = smallest_edits(file, node, text, style)) return std::move(*edits);
  if (style.format == FileFormat::json) return {{node.span, json_text(text, style.escapes_non_ascii)}};
  const Quote quote = style.quote == Quote::none ? Quote::both : style.quote;
  const std::string written = yaml_text(text, quote, true);
  if (node.span.end > node.span.begin) return {{node.span, indentation_lacking(file, node) + written}};
  // Nothing stands there yet: behind the colon, or the dash.
  std::uint32_t at = node.span.begin;
  if (node.key_span.end > node.key_span.begin) {
    const auto colon = file.text().find_first_not_of(" \t\r\n", node.key_span.end);
    // In braces a key may stand without a colon.
    if (colon == npos || file.text()[colon] != ':')
      return {{{node.key_span.end, node.key_span.end}, ": " + written}};
    at = static_cast<std::uint32_t>(colon + 1);
  }
  return {{{at, at}, " " + written}};
}

}  // namespace objectos::lint
