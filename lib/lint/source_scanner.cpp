#include "lint/source_scanner.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

#include "lint/source_text.hpp"

namespace objectos::lint {
namespace {

constexpr std::size_t max_operand = 200;    // characters of code beside a text: `group.name + ".title"`
constexpr std::size_t max_arguments = 600;  // behind a key
constexpr auto npos = std::string_view::npos;

bool is_blank(char c) noexcept {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}
bool is_quote(char c) noexcept {
  return c == '"' || c == '\'' || c == '`';
}

// What begins with a byte.
enum class Begin : std::uint8_t { nothing, word, quote, backslash, comment };

constexpr std::array<Begin, 256> beginnings = [] {
  std::array<Begin, 256> table{};
  for (std::size_t c = 0; c < 256; ++c) {
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '$' ||
        c == '@' || c >= 0x80)
      table[c] = Begin::word;
    for (const char quote : {'"', '\'', '`'}) table[static_cast<unsigned char>(quote)] = Begin::quote;
    for (const char first : {'/', '#', '<', '{', '='})
      table[static_cast<unsigned char>(first)] = Begin::comment;
  }
  table[static_cast<unsigned char>('\\')] = Begin::backslash;
  return table;
}();

/// What names the group of keys that a file means.
constexpr std::string_view prefix_functions[] = {"useTranslation", "useTranslations", "getTranslations",
                                                 "useScopedI18n",  "getScopedI18n",   "withTranslation"};
constexpr std::string_view prefix_members[] = {"keyPrefix", "namespace", "ns"};

struct Brackets {
  std::string_view open;
  std::string_view close;
};
constexpr std::array brackets = std::to_array<Brackets>({
    {"/*", "*/"},
    {"<!--", "-->"},
    {"<%#", "%>"},
    {"<%--", "--%>"},
    {"{{!--", "--}}"},
    {"{{! ", "}}"},
    {"{# ", "#}"},
    {"=begin", "\n=end"},
});

class Scanner {
 public:
  Scanner(std::string_view code, const SourceLanguage& language, const CallNames& names, SourceSink& sink)
      : code_(code), language_(language), names_(names), sink_(sink) {}

  void scan() {
    while (at_ < code_.size()) {
      switch (beginnings[static_cast<unsigned char>(code_[at_])]) {
        case Begin::nothing: ++at_; break;
        case Begin::backslash: at_ += 2; break;
        case Begin::word: word(); break;
        case Begin::quote: quote(); break;
        case Begin::comment:
          if (at_ < quoted_until_ || !skip_comment()) ++at_;
          break;
      }
    }
  }

 private:
  std::string_view rest(std::size_t from) const { return code_.substr(std::min(from, code_.size())); }
  bool is_at(std::string_view what) const { return rest(at_).starts_with(what); }
  std::size_t skip_blanks(std::size_t at) const {
    while (at < code_.size() && is_blank(code_[at])) ++at;
    return at;
  }
  bool is_first_in_line() const {
    std::size_t at = at_;
    while (at > 0 && (code_[at - 1] == ' ' || code_[at - 1] == '\t')) --at;
    return at == 0 || code_[at - 1] == '\n';
  }

  // ---- comments

  /// Steps over a comment or a regular expression that begins here.
  bool skip_comment() {
    switch (code_[at_]) {
      case '/': return skip_slashes();
      case '#': return skip_hash();
      case '=': return language_.is_ruby && is_first_in_line() && skip_brackets_of_comment();
      default: return language_.has_markup_comments && skip_brackets_of_comment();
    }
  }

  bool skip_slashes() {
    if (!language_.has_slash_comments) return false;
    if (is_at("//")) {
      // `https://` in a text whose quotes could not be told.
      if (at_ > 0 && code_[at_ - 1] == ':') return false;
      skip_line();
      return true;
    }
    return skip_brackets_of_comment() || (language_.has_regexes && skip_regex());
  }

  bool skip_hash() {
    switch (language_.hash) {
      case SourceLanguage::Hash::text: return false;
      case SourceLanguage::Hash::comment: break;
      case SourceLanguage::Hash::comment_at_line_start:
        if (!is_first_in_line() || is_at("#[")) return false;
    }
    skip_line();
    return true;
  }

  void skip_line() { at_ = std::min(code_.find('\n', at_), code_.size()); }

  /// One that is never closed is none.
  bool skip_brackets_of_comment() {
    for (std::size_t i = 0; i < brackets.size(); ++i) {
      if (!is_at(brackets[i].open) || (unclosed_ & (1u << i)) != 0) continue;
      const auto end = code_.find(brackets[i].close, at_ + brackets[i].open.size());
      if (end != npos) {
        at_ = end + brackets[i].close.size();
        return true;
      }
      unclosed_ |= 1u << i;  // nor are those behind it
    }
    return false;
  }

  /// A slash behind an operator begins a regular expression, not a division.
  bool skip_regex() {
    std::size_t before = at_;
    while (before > 0 && at_ - before < 16 && (code_[before - 1] == ' ' || code_[before - 1] == '\t'))
      --before;
    static constexpr std::string_view operators = "(,=:[!&|?;";
    if (before == 0 || operators.find(code_[before - 1]) == npos) return false;
    bool in_set = false;
    const std::size_t limit = std::min(code_.size(), at_ + max_source_key);
    for (std::size_t at = at_ + 1; at < limit && code_[at] != '\n'; ++at) {
      if (code_[at] == '\\') {
        ++at;
      } else if (code_[at] == '[' || code_[at] == ']') {
        in_set = code_[at] == '[';
      } else if (code_[at] == '/' && !in_set) {
        at_ = at + 1;
        return true;
      }
    }
    return false;
  }

  // ---- texts

  /// Quotes of a line are taken for both ends of a text: an apostrophe in markup pairs them wrongly.
  void quote() {
    const std::size_t open = at_++;
    if (language_.has_triple_quotes && skip_triple(open)) return;
    const std::size_t end = end_of_quoted(code_, open);
    if (end == npos) return;
    if (open > quoted_until_ || quoted_until_ == 0) quoted_until_ = end - 1;
    const std::string_view content = code_.substr(open + 1, end - open - 2);
    if (content.empty() || content.size() > max_source_key) return;
    const std::string_view letters = letters_before(open);
    if (language_.holes == 0 || !has_hole(content, code_[open], letters, language_))
      return sink_.text(content);
    std::size_t begin = open - letters.size();
    std::string pattern;
    if (read_text(code_, begin, language_, pattern)) sink_.pattern(pattern);
  }

  std::string_view letters_before(std::size_t quote) const {
    std::size_t begin = quote;
    while (begin > 0 && quote - begin < 3 && CallNames::is_word(code_[begin - 1])) --begin;
    return code_.substr(begin, quote - begin);
  }

  /// What Python has between three quotes is documentation, unless values are put in.
  bool skip_triple(std::size_t open) {
    if (!rest(open + 1).starts_with(code_[open] == '"' ? "\"\"" : "''") || open < quoted_until_) return false;
    if (letters_before(open).find_first_of("fF") != npos) {
      at_ = open + 3;
      return true;
    }
    const auto end = code_.find(code_.substr(open, 3), open + 3);
    at_ = end == npos ? open + 3 : end + 3;
    return true;
  }

  // ---- calls

  void word() {
    const std::size_t begin = at_;
    while (at_ < code_.size() && CallNames::is_word(code_[at_])) ++at_;
    const std::string_view name = code_.substr(begin, at_ - begin);
    if (names_.may_end(name)) {
      if (names_.is_function(code_, at_)) function(begin > 0 && code_[begin - 1] == '\'');
      if (names_.is_attribute(code_, at_)) attribute(begin);
    }
    if (name.size() >= 2) prefix(name);
  }

  /// At the end of a function's name: reads its first argument. Scanning goes on inside.
  void function(bool is_behind_apostrophe) {  // don't "call" it
    std::size_t at = at_;
    if (at < code_.size() && code_[at] == '!') ++at;  // `t!("key")`, in Ruby and Rust
    if (rest(at).starts_with("?.(")) at += 2;
    if (at < code_.size() && code_[at] == '<') at = skip_types(at);
    const std::size_t open = skip_spaces(at);
    if (open < code_.size() && code_[open] == '(') {
      argument(skip_blanks(open + 1), true);
    } else if (language_.is_ruby && open > at && open < code_.size() &&
               (is_quote(code_[open]) || code_[open] == ':') && !is_behind_apostrophe) {
      argument(open, false);
    }
  }

  std::size_t skip_spaces(std::size_t at) const {
    while (at < code_.size() && (code_[at] == ' ' || code_[at] == '\t')) ++at;
    return at;
  }

  /// `<Type>` between a name and its arguments.
  std::size_t skip_types(std::size_t at) const {
    const auto end = rest(at).substr(0, 100).find_first_of(">\n");
    return end == npos || code_[at + end] != '>' ? at : at + end + 1;
  }

  void attribute(std::size_t name) {
    std::size_t at = skip_spaces(at_);
    if (at == code_.size() || code_[at] != '=') return;
    at = skip_blanks(at + 1);
    if (at == code_.size()) return;
    if (code_[at] == '{') return argument(skip_blanks(at + 1), true);
    std::size_t before = name;
    while (before > 0 && (CallNames::is_word(code_[before - 1]) || code_[before - 1] == '-')) --before;
    const bool is_bound = before > 0 && code_[before - 1] == ':';  // Vue: its value is code
    std::size_t end = at;
    std::string key;
    if (is_bound || !read_text(code_, end, language_, key) || key.find_first_of("{[;") != key.npos) return;
    tell({std::move(key), at, end});
  }

  /// The key that the argument at `begin` is, or is put together of.
  void argument(std::size_t begin, bool has_parentheses) {
    std::size_t at = begin, end = begin;
    std::string key;
    for (;;) {
      if (!operand(at, key)) return;
      end = at;
      at = skip_blanks_and_comments(at);
      if (!join(at)) break;
      at = skip_blanks_and_comments(at);
    }
    if (!ends_argument(end, at, has_parentheses)) return;
    SourceCall call{std::move(key), begin, end};
    look_at_options(at, call);
    tell(std::move(call));
  }

  /// Reads a text, or steps over code whose value is not known.
  bool operand(std::size_t& at, std::string& key) {
    const std::size_t before = key.size();
    if (read_text(code_, at, language_, key)) {
      // Texts beside each other are one in C++ and Python.
      for (std::size_t next = skip_blanks(at); next > at && next < code_.size() && is_quote(code_[next]);) {
        if (key.size() > max_source_key || !read_text(code_, next, language_, key)) break;
        at = next;
        next = skip_blanks(at);
      }
      if (language_.has_triple_quotes) formatted(at, key, before);
      return key.size() <= max_source_key;
    }
    if (!skip_operand(at)) return false;
    if (key.empty() || key.back() != hole) key.push_back(hole);
    return true;
  }

  /// Python: `"errors.%s" % code` and `"errors.{}".format(code)`.
  void formatted(std::size_t& at, std::string& key, std::size_t from) {
    std::size_t next = skip_blanks(at);
    const bool has_percents = next < code_.size() && code_[next] == '%';
    if (!has_percents && !rest(at).starts_with(".format(")) return;
    next = has_percents ? skip_blanks(next + 1) : at + 1;
    const bool is_tuple = has_percents && next < code_.size() && code_[next] == '(';
    if (is_tuple ? !skip_brackets(next) : !skip_operand(next)) return;
    at = next;
    std::string text = key.substr(from);
    key.resize(from);
    for (std::size_t i = 0; i < text.size(); ++i) {
      const std::size_t length = has_percents ? percent_hole(text, i) : brace_hole(text, i);
      if (length == 0) {
        key.push_back(text[i]);
        continue;
      }
      if (key.empty() || key.back() != hole) key.push_back(hole);
      i += length - 1;
    }
  }
  static std::size_t percent_hole(std::string_view text, std::size_t at) {
    if (text[at] != '%') return 0;
    std::size_t end = at + 1;
    if (end < text.size() && text[end] == '(') end = std::min(text.find(')', end), text.size() - 1) + 1;
    return end < text.size() ? end + 1 - at : 0;
  }
  static std::size_t brace_hole(std::string_view text, std::size_t at) {
    if (text[at] != '{') return 0;
    const auto close = text.find('}', at);
    return close == npos ? 0 : close + 1 - at;
  }

  bool skip_brackets(std::size_t& at) const {
    std::size_t depth = 0;
    const std::size_t limit = std::min(code_.size(), at + max_operand);
    while (at < limit) {
      const char c = code_[at];
      if (is_quote(c)) {
        const std::size_t end = end_of_quoted(code_.substr(0, limit), at);
        at = end == npos ? at + 1 : end;
        continue;
      }
      ++at;
      if (c == '(' || c == '[' || c == '{') ++depth;
      if ((c == ')' || c == ']' || c == '}') && --depth == 0) return true;
    }
    return false;
  }

  /// Steps over a name, its members, calls and subscripts: `errors[code].name()`, `(a || b)`. False for
  /// anything else.
  bool skip_operand(std::size_t& at) const {
    const std::size_t begin = at, limit = std::min(code_.size(), begin + max_operand);
    while (at < limit) {
      const char c = code_[at];
      if (c == '(' || c == '[') {
        if (!skip_brackets(at)) return false;
      } else if (CallNames::is_word(c) || c == ':' ||
                 (c == '.' && at > begin && at + 1 < limit && CallNames::is_word(code_[at + 1]))) {
        ++at;
      } else if (rest(at).starts_with("?.") || rest(at).starts_with("->")) {
        at += 2;
      } else {
        break;
      }
    }
    return at > begin && at < limit;
  }

  std::size_t skip_blanks_and_comments(std::size_t at) const {
    for (;;) {
      at = skip_blanks(at);
      if (!language_.has_slash_comments || at + 1 >= code_.size() || code_[at] != '/' ||
          (code_[at + 1] != '/' && code_[at + 1] != '*'))
        return at;
      const bool is_line = code_[at + 1] == '/';
      const auto end = rest(at).substr(0, max_operand).find(is_line ? "\n" : "*/", 2);
      if (end == npos) return at;
      at += end + (is_line ? 1 : 2);
    }
  }

  /// Steps over the operator that joins texts.
  bool join(std::size_t& at) const {
    if (at >= code_.size()) return false;
    const char c = code_[at], next = at + 1 < code_.size() ? code_[at + 1] : '\0';
    if ((c == '+' || c == language_.joins) && next != '=' && next != c) {
      ++at;
      return true;
    }
    if (rest(at).starts_with("<>") && language_.hash == SourceLanguage::Hash::comment) {
      at += 2;
      return true;
    }
    return false;
  }

  /// `end`: behind the argument; `at`: what stands next. Behind a condition and the like the text is not the
  /// key.
  bool ends_argument(std::size_t end, std::size_t at, bool has_parentheses) const {
    if (at == code_.size()) return !has_parentheses;
    const char c = code_[at];
    if (c == ',' || c == ')' || c == '}') return true;
    if (has_parentheses) return rest(at).starts_with("as const");
    if (code_.substr(end, at - end).find('\n') != npos || c == ']' || c == ';' || c == ':') return true;
    for (const std::string_view next : {"%>", "-%>", "if ", "unless ", "do "})
      if (rest(at).starts_with(next)) return true;
    return false;
  }

  /// What the other arguments say of the key.
  void look_at_options(std::size_t at, SourceCall& call) {
    if (at == code_.size() || code_[at] != ',') return;
    std::string_view options = rest(at).substr(0, max_arguments);
    std::size_t depth = 0;
    for (std::size_t i = 0; i < options.size(); ++i) {
      const char c = options[i];
      if (c == '(' || c == '{' || c == '[') ++depth;
      if ((c == ')' || c == '}' || c == ']') && depth-- == 0) {
        options = options.substr(0, i);
        break;
      }
    }
    const auto has = [&options](std::string_view word) {
      const auto found = options.find(word);
      return found != npos && !CallNames::is_word(options[found - 1]);  // a comma stands first
    };
    call.has_context = has("context");
    if (language_.is_ruby && has("scope:"))
      call.key = scope(options.substr(options.find("scope:") + 6)) + call.key;
  }

  /// Rails: what stands before the key; a hole if that is not known.
  std::string scope(std::string_view value) const {
    std::string prefix;
    bool in_list = false;
    for (std::size_t at = 0; at < value.size();) {
      if (is_blank(value[at]) || (in_list && value[at] == ',')) {
        ++at;
      } else if (value[at] == '[' && prefix.empty()) {
        in_list = true;
        ++at;
      } else if (read_text(value, at, language_, prefix)) {
        prefix += '.';
        if (!in_list) return prefix;
      } else if (in_list && value[at] == ']') {
        return prefix;
      } else {
        break;
      }
    }
    return {hole, '.'};
  }

  void tell(SourceCall call) {
    const bool has_text =
        std::any_of(call.key.begin(), call.key.end(), [](char c) { return c != hole && !is_blank(c); });
    if (has_text && call.key.size() <= max_source_key) sink_.call(std::move(call));
  }

  // ---- groups of keys

  void prefix(std::string_view name) {
    std::size_t at = skip_spaces(at_);
    if (at == code_.size()) return;
    const char c = code_[at];
    const auto is_one_of = [name](const auto& list) {
      return std::find(std::begin(list), std::end(list), name) != std::end(list);
    };
    if (!(c == '(' && is_one_of(prefix_functions)) && !((c == ':' || c == '=') && is_one_of(prefix_members)))
      return;
    at = skip_blanks(at + 1);
    std::string text;
    if (read_text(code_, at, language_, text) && !text.empty() && text.find(hole) == text.npos)
      sink_.prefix(std::move(text));
  }

  std::string_view code_;
  const SourceLanguage& language_;
  const CallNames& names_;
  SourceSink& sink_;
  std::size_t at_ = 0;
  std::size_t quoted_until_ = 0;  // inside of a text nothing is a comment
  std::uint32_t unclosed_ = 0;    // bits of `brackets`
};

}  // namespace

void scan_source(std::string_view code, const SourceLanguage& language, const CallNames& names,
                 SourceSink& sink) {
  Scanner(code, language, names, sink).scan();
}

}  // namespace objectos::lint
