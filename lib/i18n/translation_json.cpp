// JSON (RFC 8259) with every fault told and stepped over, so that one does not hide the next. Nothing
// recurses: the text may come from anybody.
#include <algorithm>
#include <cstring>

#include "core/json_scan.hpp"
#include "core/utf8.hpp"
#include "i18n/tree_builder.hpp"
#include "objectos/json.hpp"

namespace objectos::i18n {
namespace {

using json::is_blank;

/// Length of the run that neither ends a string nor needs a look: no quote, no backslash, no control
/// character.
std::size_t string_run(std::string_view text) {
  constexpr std::uint64_t ones = 0x0101010101010101u, highs = 0x8080808080808080u;
  const auto has_zero = [](std::uint64_t w) { return (w - ones) & ~w & highs; };
  std::size_t i = 0;
  for (; i + 8 <= text.size(); i += 8) {
    std::uint64_t word;
    std::memcpy(&word, text.data() + i, 8);
    if (has_zero(word ^ (ones * '"')) | has_zero(word ^ (ones * '\\')) |
        ((word - ones * 0x20) & ~word & highs))
      break;
  }
  for (; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c == '"' || c == '\\' || c < 0x20) break;
  }
  return i;
}

bool is_one_of(char c, std::string_view set) {
  return set.find(c) != set.npos;
}

class JsonReader {
 public:
  JsonReader(TreeBuilder& builder, std::size_t first_byte)
      : builder_(builder), text_(builder.text()), at_(first_byte) {}

  void read() {
    skip_blanks();
    if (at_ == text_.size()) return syntax(Message("i18n.fault.empty", "the file is empty"));
    if (text_[at_] != '{')
      return syntax(Message("i18n.fault.no_object", "the file must hold an object: { \"key\": \"text\" }"));
    value({}, 0);
    while (!open_.empty() && !builder_.is_full() && !is_too_deep_) item();
    while (!open_.empty()) close();  // after a fault that ended the reading
    if (builder_.is_full() || is_too_deep_) return;
    skip_blanks();
    if (at_ < text_.size())
      syntax(Message("i18n.fault.rest", "something stands behind the end of the object"));
  }

 private:
  struct Open {
    std::uint32_t node;
    bool is_object;
    bool has_items = false;
    bool had_comma = false;
    std::uint32_t comma = 0;
  };

  static std::uint32_t narrow(std::size_t offset) { return static_cast<std::uint32_t>(offset); }

  void syntax_at(std::size_t begin, std::size_t end, Message message) {
    builder_.fault(Fault::Kind::syntax, true, {narrow(begin), narrow(end)}, std::move(message));
  }
  void syntax(Message message) {
    std::size_t end = at_;
    while (end < text_.size() && !is_blank(text_[end]) && !is_one_of(text_[end], ",:{}[]\"")) ++end;
    if (end == at_ && at_ < text_.size())
      end += std::max<std::size_t>(utf8::sequence_length(text_.substr(at_)), 1);
    syntax_at(at_, end, std::move(message));
  }

  void skip_blanks() {
    for (;;) {
      while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
      if (at_ + 1 >= text_.size() || text_[at_] != '/' || (text_[at_ + 1] != '/' && text_[at_ + 1] != '*'))
        return;
      const std::size_t start = at_;
      const bool is_line = text_[at_ + 1] == '/';
      const std::size_t found = text_.find(is_line ? "\n" : "*/", at_ + 2);
      at_ = found == text_.npos ? text_.size() : found + (is_line ? 0 : 2);
      syntax_at(start, start + 2, Message("i18n.fault.comment", "JSON has no comments"));
    }
  }

  /// To what may begin or end an item, or to the line's end.
  void skip_rubbish(std::string_view also_ends = {}) {
    is_lost_ = true;
    ++at_;
    while (at_ < text_.size() && !is_one_of(text_[at_], ",{}[]\"\n") && !is_one_of(text_[at_], also_ends))
      ++at_;
  }

  void close() {
    builder_.close(open_.back().node, narrow(at_));
    open_.pop_back();
  }

  void item() {
    Open& here = open_.back();
    skip_blanks();
    if (at_ == text_.size()) {
      const Span opened = builder_.nodes()[here.node].span;
      syntax_at(opened.begin, opened.begin + 1,
                here.is_object ? Message("i18n.fault.open_object", "this { is never closed")
                               : Message("i18n.fault.open_array", "this [ is never closed"));
      at_ = text_.size();
      while (!open_.empty()) close();
      return;
    }
    const char c = text_[at_];
    if (c == '}' || c == ']') return closing(c);
    if (c == ',') return comma();
    if (here.has_items && !here.had_comma && !is_lost_) {
      const std::uint32_t last = last_end_;
      syntax_at(last, last + 1, Message("i18n.fault.no_comma", "a comma is missing behind this value"));
    }
    here.had_comma = false;
    is_lost_ = false;
    if (here.is_object) {
      member();
    } else {
      here.has_items = true;
      value({}, here.node);
    }
  }

  void comma() {
    Open& here = open_.back();
    if ((!here.has_items || here.had_comma) && !is_lost_)
      syntax(Message("i18n.fault.comma", "nothing stands before this comma"));
    is_lost_ = false;
    here.had_comma = true;
    here.comma = narrow(at_++);
  }

  void closing(char c) {
    Open& here = open_.back();
    if (here.had_comma) {
      syntax_at(here.comma, here.comma + 1,
                Message("i18n.fault.last_comma", "JSON allows no comma behind the last value"));
    }
    if (here.is_object != (c == '}')) {
      syntax(here.is_object ? Message("i18n.fault.bracket", "] closes an object, which needs }")
                            : Message("i18n.fault.brace", "} closes an array, which needs ]"));
    }
    ++at_;
    last_end_ = narrow(at_);
    close();
  }

  void member() {
    Node node;
    node.key_span.begin = narrow(at_);
    if (text_[at_] == '"') {
      node.key = string();
    } else {
      syntax(Message("i18n.fault.key", "a key in double quotes is expected here"));
      const std::size_t start = at_;
      skip_rubbish(":");
      if (at_ == text_.size() || text_[at_] != ':') return;
      node.key = text_.substr(start, at_ - start);
    }
    node.key_span.end = narrow(at_);
    skip_blanks();
    open_.back().has_items = true;
    last_end_ = narrow(at_);
    if (at_ == text_.size() || text_[at_] != ':') {
      syntax_at(node.key_span.begin, node.key_span.end,
                Message("i18n.fault.colon", "a colon is missing behind this key"));
      if (at_ == text_.size() || is_one_of(text_[at_], ",}]")) return;
    } else {
      ++at_;
    }
    skip_blanks();
    if (at_ == text_.size() || is_one_of(text_[at_], ",}]")) {
      return syntax_at(node.key_span.begin, node.key_span.end,
                       Message("i18n.fault.no_value", "this key has no value"));
    }
    value(node, open_.back().node);
  }

  /// Reads one scalar, or enters an object or array.
  void value(Node node, std::uint32_t parent) {
    node.span.begin = narrow(at_);
    const char c = text_[at_];
    if (c == '{' || c == '[') {
      if (open_.size() >= TranslationFile::max_depth) {
        is_too_deep_ = true;
        return syntax(Message("i18n.fault.depth", "nested deeper than {{most}} levels: the rest is not read",
                              {{"most", TranslationFile::max_depth}}));
      }
      node.kind = c == '{' ? NodeKind::object : NodeKind::array;
      ++at_;
      open_.push_back({builder_.add(node, parent), c == '{'});
      return;
    }
    if (c == '"') {
      node.kind = NodeKind::string;
      node.text = string();
    } else if (c == '-' || (c >= '0' && c <= '9')) {
      node.kind = NodeKind::number;
      node.text = number();
    } else if (!literal(node)) {
      syntax(Message("i18n.fault.value", "a value is expected here: a text needs double quotes"));
      skip_rubbish();
      last_end_ = narrow(at_);
      return;
    }
    node.span.end = narrow(at_);
    last_end_ = node.span.end;
    builder_.add(node, parent);
  }

  bool literal(Node& node) {
    struct Literal {
      std::string_view word;
      NodeKind kind;
    };
    for (const Literal& each : {Literal{"true", NodeKind::boolean}, Literal{"false", NodeKind::boolean},
                                Literal{"null", NodeKind::null}}) {
      if (!text_.substr(at_).starts_with(each.word)) continue;
      const std::size_t end = at_ + each.word.size();
      if (end < text_.size() && !is_blank(text_[end]) && !is_one_of(text_[end], ",]}/")) return false;
      node.kind = each.kind;
      node.text = text_.substr(at_, each.word.size());
      at_ = end;
      return true;
    }
    return false;
  }

  std::string_view number() {
    const std::size_t start = at_;
    while (at_ < text_.size() && !is_blank(text_[at_]) && !is_one_of(text_[at_], ",:]}[{\"/")) ++at_;
    const std::string_view word = text_.substr(start, at_ - start);
    try {
      json::check(word);
    } catch (const Error&) {
      syntax_at(start, at_,
                Message("i18n.fault.number", "{{number}} is not a number in JSON",
                        {{"number", word.substr(0, 40)}}));
    }
    return word;
  }

  /// At the opening quote; behind the closing one afterwards. What the string stands for.
  std::string_view string() {
    const std::size_t start = ++at_;
    bool has_escapes = false;
    for (;;) {
      at_ += string_run(text_.substr(at_));
      if (at_ == text_.size() || text_[at_] == '\n' || text_[at_] == '\r') {
        syntax_at(start - 1, at_, Message("i18n.fault.open_string", "this text is not closed on its line"));
        break;
      }
      const char c = text_[at_];
      if (c == '"') break;
      if (c == '\\') {
        has_escapes = true;
        at_ += text_.size() - at_ > 1 && text_[at_ + 1] != '\n' ? 2 : 1;
      } else {
        control(c);
        ++at_;
      }
    }
    const std::string_view raw = text_.substr(start, at_ - start);
    if (at_ < text_.size() && text_[at_] == '"') ++at_;
    if (!has_escapes) return raw;
    const std::string decoded = unescaped(raw, start);
    builder_.check_decoded(decoded, {narrow(start - 1), narrow(at_)});
    return builder_.keep(decoded, raw);
  }

  void control(char c) {
    static constexpr char digits[] = "0123456789ABCDEF";
    const auto byte = static_cast<unsigned char>(c);
    const char code[] = {digits[byte >> 4], digits[byte & 15], '\0'};
    builder_.fault(Fault::Kind::encoding, true, {narrow(at_), narrow(at_ + 1)},
                   Message("i18n.fault.raw_control",
                           "byte {{offset}}: control character {{byte}} in a text; write \\u00{{byte}}",
                           {{"offset", at_}, {"byte", code}}));
  }

  std::string unescaped(std::string_view raw, std::size_t start) {
    std::string out;
    out.reserve(raw.size());
    for (std::size_t i = 0; i < raw.size();) {
      const std::size_t slash = std::min(raw.find('\\', i), raw.size());
      out.append(raw.substr(i, slash - i));
      if (slash == raw.size()) break;
      i = slash + escape(raw, slash, start, out);
    }
    return out;
  }

  /// Decodes the escape at `raw[slash]`; its length.
  std::size_t escape(std::string_view raw, std::size_t slash, std::size_t start, std::string& out) {
    const char kind = slash + 1 < raw.size() ? raw[slash + 1] : '\0';
    static constexpr std::string_view kinds = "\"\\/bfnrt", meant = "\"\\/\b\f\n\r\t";
    if (const auto found = kinds.find(kind); found != kinds.npos && kind != '\0') {
      out.push_back(meant[found]);
      return 2;
    }
    const int code = kind == 'u' ? hex4(raw, slash + 2) : -1;
    const std::size_t place = start + slash;
    if (code < 0) {
      const std::size_t length = std::min<std::size_t>(2, raw.size() - slash);
      syntax_at(place, place + length,
                Message("i18n.fault.escape", "{{escape}} is no escape in JSON",
                        {{"escape", raw.substr(slash, length)}}));
      return 1;
    }
    const bool is_high = code >= 0xD800 && code < 0xDC00;
    if (is_high && raw.substr(slash + 6).starts_with("\\u")) {
      const int low = hex4(raw, slash + 8);
      if (low >= 0xDC00 && low < 0xE000) {
        utf8::append(out, 0x10000u + ((static_cast<std::uint32_t>(code) - 0xD800u) << 10) +
                              (static_cast<std::uint32_t>(low) - 0xDC00u));
        return 12;
      }
    }
    if (code >= 0xD800 && code < 0xE000) {
      builder_.fault(
          Fault::Kind::encoding, false, {narrow(place), narrow(place + 6)},
          Message("i18n.fault.surrogate", "{{escape}} is half of a character: the other half is missing",
                  {{"escape", raw.substr(slash, 6)}}));
      utf8::append(out, 0xFFFD);
    } else {
      utf8::append(out, static_cast<std::uint32_t>(code));
    }
    return 6;
  }

  static int hex4(std::string_view text, std::size_t at) {
    if (at + 4 > text.size()) return -1;
    int code = 0;
    for (std::size_t i = at; i < at + 4; ++i) {
      const int digit = json::hex_digit(text[i]);
      if (digit < 0) return -1;
      code = code * 16 + digit;
    }
    return code;
  }

  TreeBuilder& builder_;
  std::string_view text_;
  std::size_t at_;
  std::vector<Open> open_;
  std::uint32_t last_end_ = 0;
  bool is_too_deep_ = false;
  bool is_lost_ = false;  // behind something unreadable: what is missing next may be a part of it
};

}  // namespace

void read_json(TreeBuilder& builder, std::size_t first_byte) {
  JsonReader(builder, first_byte).read();
}

}  // namespace objectos::i18n
