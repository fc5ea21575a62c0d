#include "lint/source_scanner.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

#include "lint/source_text.hpp"

namespace objectos::lint {
namespace {

constexpr auto npos = std::string_view::npos;

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
    const std::size_t open = skip_spaces(code_, at);
    if (open < code_.size() && code_[open] == '(') {
      argument(skip_blanks(code_, open + 1), true);
    } else if (language_.is_ruby && open > at && open < code_.size() &&
               (is_quote(code_[open]) || code_[open] == ':') && !is_behind_apostrophe) {
      argument(open, false);
    }
  }

  /// `<Type>` between a name and its arguments.
  std::size_t skip_types(std::size_t at) const {
    const auto end = rest(at).substr(0, 100).find_first_of(">\n");
    return end == npos || code_[at + end] != '>' ? at : at + end + 1;
  }

  void attribute(std::size_t name) {
    std::size_t at = skip_spaces(code_, at_);
    if (at == code_.size() || code_[at] != '=') return;
    at = skip_blanks(code_, at + 1);
    if (at == code_.size()) return;
    if (code_[at] == '{') return argument(skip_blanks(code_, at + 1), true);
    std::size_t before = name;
    while (before > 0 && (CallNames::is_word(code_[before - 1]) || code_[before - 1] == '-')) --before;
    const bool is_bound = before > 0 && code_[before - 1] == ':';  // Vue: its value is code
    std::size_t end = at;
    std::string key;
    if (is_bound || !read_text(code_, end, language_, key) || key.find_first_of("{[;") != key.npos) return;
    tell({std::move(key), at, end});
  }

  void argument(std::size_t begin, bool has_parentheses) {
    if (auto call = read_argument(code_, begin, language_, has_parentheses)) tell(*std::move(call));
  }

  void tell(SourceCall call) {
    const bool has_text =
        std::any_of(call.key.begin(), call.key.end(), [](char c) { return c != hole && !is_blank(c); });
    if (has_text && call.key.size() <= max_source_key) sink_.call(std::move(call));
  }

  // ---- groups of keys

  void prefix(std::string_view name) {
    std::size_t at = skip_spaces(code_, at_);
    if (at == code_.size()) return;
    const char c = code_[at];
    const auto is_one_of = [name](const auto& list) {
      return std::find(std::begin(list), std::end(list), name) != std::end(list);
    };
    if (!(c == '(' && is_one_of(prefix_functions)) && !((c == ':' || c == '=') && is_one_of(prefix_members)))
      return;
    at = skip_blanks(code_, at + 1);
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
