#include "notification/html_scanner.hpp"

#include <algorithm>
#include <cstdint>

#include "core/ascii.hpp"
#include "core/utf8.hpp"

namespace objectos::mail {
namespace {

/// Those that mails use. Sorted.
constexpr std::pair<std::string_view, std::string_view> names[] = {
    {"Aacute", "Á"}, {"Agrave", "À"}, {"Auml", "Ä"},   {"Ccedil", "Ç"}, {"Eacute", "É"}, {"Egrave", "È"},
    {"Ntilde", "Ñ"}, {"Ouml", "Ö"},   {"Uuml", "Ü"},   {"aacute", "á"}, {"acirc", "â"},  {"agrave", "à"},
    {"amp", "&"},    {"apos", "'"},   {"aring", "å"},  {"auml", "ä"},   {"bdquo", "„"},  {"bull", "•"},
    {"ccedil", "ç"}, {"cent", "¢"},   {"check", "✓"},  {"copy", "©"},   {"darr", "↓"},   {"deg", "°"},
    {"eacute", "é"}, {"ecirc", "ê"},  {"egrave", "è"}, {"emsp", " "},   {"ensp", " "},   {"euml", "ë"},
    {"euro", "€"},   {"frac12", "½"}, {"ge", "≥"},     {"gt", ">"},     {"hellip", "…"}, {"iacute", "í"},
    {"icirc", "î"},  {"iexcl", "¡"},  {"igrave", "ì"}, {"iquest", "¿"}, {"iuml", "ï"},   {"laquo", "«"},
    {"larr", "←"},   {"ldquo", "“"},  {"le", "≤"},     {"lsquo", "‘"},  {"lt", "<"},     {"mdash", "—"},
    {"middot", "·"}, {"minus", "−"},  {"nbsp", " "},   {"ndash", "–"},  {"ne", "≠"},     {"ntilde", "ñ"},
    {"oacute", "ó"}, {"ocirc", "ô"},  {"oelig", "œ"},  {"ograve", "ò"}, {"oslash", "ø"}, {"ouml", "ö"},
    {"para", "¶"},   {"plusmn", "±"}, {"pound", "£"},  {"quot", "\""},  {"raquo", "»"},  {"rarr", "→"},
    {"rdquo", "”"},  {"reg", "®"},    {"rsquo", "’"},  {"sbquo", "‚"},  {"sect", "§"},   {"shy", ""},
    {"szlig", "ß"},  {"thinsp", " "}, {"times", "×"},  {"trade", "™"},  {"uacute", "ú"}, {"uarr", "↑"},
    {"ucirc", "û"},  {"ugrave", "ù"}, {"uuml", "ü"},   {"yen", "¥"},    {"zwj", ""},     {"zwnj", ""},
};

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f';
}
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
/// As HTML has it: what cannot be is the replacement character, C1 controls are of Windows-1252.
void append_code_point(std::string& out, std::uint32_t c) {
  static constexpr std::uint16_t windows[32] = {
      0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
      0x2039, 0x0152, 0x8D,   0x017D, 0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
      0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};
  if (c >= 0x80 && c < 0xA0) c = windows[c - 0x80];
  if (c == 0 || c > 0x10FFFF || (c >= 0xD800 && c < 0xE000)) c = 0xFFFD;
  if (c == 0xA0) c = ' ';
  if (c < ' ' && !is_blank(static_cast<char>(c))) return;
  utf8::append(out, c);
}

int digit_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (ascii::lower(c) >= 'a' && ascii::lower(c) <= 'f') return ascii::lower(c) - 'a' + 10;
  return 16;
}

/// `text` begins with &#. What it took; 0: it is none.
std::size_t numeric_reference(std::string_view text, std::string& out) {
  const bool is_hex = text.size() > 2 && ascii::lower(text[2]) == 'x';
  const int base = is_hex ? 16 : 10;
  const std::size_t begin = is_hex ? 3 : 2;
  std::size_t i = begin;
  std::uint32_t number = 0;
  for (; i < text.size() && digit_value(text[i]) < base; ++i)
    number = std::min<std::uint32_t>(
        number * static_cast<unsigned>(base) + static_cast<unsigned>(digit_value(text[i])), 0x110000);
  if (i == begin) return 0;
  append_code_point(out, number);
  return i < text.size() && text[i] == ';' ? i + 1 : i;
}

std::size_t named_reference(std::string_view text, std::string& out) {
  constexpr std::size_t longest = 8;
  const std::size_t end = text.substr(0, longest + 2).find(';');
  if (end == text.npos) return 0;
  const std::string_view name = text.substr(1, end - 1);
  const auto found =
      std::lower_bound(std::begin(names), std::end(names), name,
                       [](const auto& row, std::string_view wanted) { return row.first < wanted; });
  if (found == std::end(names) || found->first != name) return 0;
  out += found->second;
  return end + 1;
}

/// In what stands between < and >, behind the tag's name.
class AttributeReader {
 public:
  explicit AttributeReader(std::string_view text) : rest_(text) {}

  std::vector<std::pair<std::string, std::string>> all() {
    constexpr std::size_t most = 64;
    std::vector<std::pair<std::string, std::string>> out;
    while (skip_separators() && out.size() < most) {
      std::string name = ascii::lower(take_until("=/"));
      skip_blanks();
      std::string value;
      if (!rest_.empty() && rest_.front() == '=') {
        rest_.remove_prefix(1);
        skip_blanks();
        value = html_decoded(take_value());
      }
      out.emplace_back(std::move(name), std::move(value));
    }
    return out;
  }

 private:
  void skip_blanks() {
    while (!rest_.empty() && is_blank(rest_.front())) rest_.remove_prefix(1);
  }
  bool skip_separators() {
    while (!rest_.empty() && (is_blank(rest_.front()) || rest_.front() == '/')) rest_.remove_prefix(1);
    return !rest_.empty();
  }
  std::string_view take(std::size_t size) {
    const std::string_view out = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return out;
  }
  /// At least one character.
  std::string_view take_until(std::string_view stops) {
    std::size_t size = 1;
    while (size < rest_.size() && !is_blank(rest_[size]) && stops.find(rest_[size]) == stops.npos) ++size;
    return take(std::min(size, rest_.size()));
  }
  std::string_view take_value() {
    if (rest_.empty()) return {};
    const char quote = rest_.front();
    if (quote != '"' && quote != '\'') return take_until("");
    rest_.remove_prefix(1);
    const std::string_view value = take(std::min(rest_.find(quote), rest_.size()));
    if (!rest_.empty()) rest_.remove_prefix(1);
    return value;
  }

  std::string_view rest_;
};

/// Where the tag that `text` begins with ends, behind its >; a > in quotes is none. npos: nowhere.
std::size_t tag_end(std::string_view text) {
  char quote = 0;
  char before = 0;
  for (std::size_t i = 1; i < text.size(); ++i) {
    const char c = text[i];
    if (quote) {
      if (c == quote) quote = 0;
    } else if ((c == '"' || c == '\'') && before == '=') {
      quote = c;
    } else if (c == '>') {
      return i + 1;
    }
    if (!is_blank(c)) before = c;
  }
  return text.npos;
}

}  // namespace

std::string_view HtmlTag::attribute(std::string_view wanted) const {
  for (const auto& [attribute, value] : attributes) {
    if (attribute == wanted) return value;
  }
  return {};
}

std::string html_decoded(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t ampersand = std::min(text.find('&'), text.size());
    out += text.substr(0, ampersand);
    text.remove_prefix(ampersand);
    if (text.empty()) break;
    std::size_t taken =
        text.size() > 1 && text[1] == '#' ? numeric_reference(text, out) : named_reference(text, out);
    if (taken == 0) {
      out += '&';
      taken = 1;
    }
    text.remove_prefix(taken);
  }
  return out;
}

/// <!-- --> and <!…> and <?…>. False: `rest_` begins with none.
bool HtmlScanner::skip_comment() {
  if (rest_.size() < 2 || (rest_[1] != '!' && rest_[1] != '?')) return false;
  const bool is_comment = rest_.substr(0, 4) == "<!--";
  const std::string_view close = is_comment ? "-->" : ">";
  const std::size_t end = rest_.find(close, is_comment ? 4 : 2);
  rest_.remove_prefix(end == rest_.npos ? rest_.size() : end + close.size());
  return true;
}

std::optional<HtmlTag> HtmlScanner::take_tag() {
  const bool is_end = rest_.size() > 1 && rest_[1] == '/';
  std::size_t i = is_end ? 2 : 1;
  if (i >= rest_.size() || !is_letter(rest_[i])) return std::nullopt;
  const std::size_t begin = i;
  while (i < rest_.size() && !is_blank(rest_[i]) && rest_[i] != '>' && rest_[i] != '/') ++i;
  const std::size_t end = std::min(tag_end(rest_), rest_.size() + 1);
  HtmlTag tag{ascii::lower(rest_.substr(begin, std::min(i, end) - begin)), is_end};
  if (!is_end && end > i) tag.attributes = AttributeReader(rest_.substr(i, end - 1 - i)).all();
  rest_.remove_prefix(std::min(end, rest_.size()));
  return tag;
}

/// What a browser does not show, up to its end tag, which is left.
void HtmlScanner::skip_content(std::string_view name) {
  for (std::size_t at = rest_.find("</"); at != rest_.npos; at = rest_.find("</", at + 2)) {
    if (ascii::equal_folded(rest_.substr(at + 2, name.size()), name)) {
      rest_.remove_prefix(at);
      return;
    }
  }
  rest_ = {};
}

std::optional<HtmlPiece> HtmlScanner::next() {
  while (!rest_.empty()) {
    if (rest_.front() == '<') {
      if (skip_comment()) continue;
      if (auto tag = take_tag()) {
        static constexpr std::string_view hidden[] = {"head", "script", "style", "template", "title"};
        const bool is_hidden = std::find(std::begin(hidden), std::end(hidden), tag->name) != std::end(hidden);
        if (is_hidden && !tag->is_end) skip_content(tag->name);
        return HtmlPiece{{}, std::move(tag)};
      }
    }
    const std::size_t end = std::min(rest_.find('<', 1), rest_.size());
    HtmlPiece piece{html_decoded(rest_.substr(0, end)), std::nullopt};
    rest_.remove_prefix(end);
    return piece;
  }
  return std::nullopt;
}

}  // namespace objectos::mail
