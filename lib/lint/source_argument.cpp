#include "lint/source_argument.hpp"

#include <algorithm>
#include <utility>

#include "lint/call_names.hpp"

namespace objectos::lint {
namespace {

constexpr std::size_t max_operand = 200;    // characters of code beside a text: `group.name + ".title"`
constexpr std::size_t max_arguments = 600;  // behind a key
constexpr auto npos = std::string_view::npos;

class ArgumentReader {
 public:
  ArgumentReader(std::string_view code, const SourceLanguage& language) : code_(code), language_(language) {}

  /// The key that the argument at `begin` is, or is put together of.
  std::optional<SourceCall> read(std::size_t begin, bool has_parentheses) const {
    std::size_t at = begin, end = begin;
    std::string key;
    for (;;) {
      if (!operand(at, key)) return {};
      end = at;
      at = skip_blanks_and_comments(at);
      if (!join(at)) break;
      at = skip_blanks_and_comments(at);
    }
    if (!ends_argument(end, at, has_parentheses)) return {};
    SourceCall call{std::move(key), begin, end};
    look_at_options(at, call);
    return call;
  }

 private:
  /// Reads a text, or steps over code whose value is not known.
  bool operand(std::size_t& at, std::string& key) const {
    const std::size_t before = key.size();
    if (read_text(code_, at, language_, key)) {
      // Texts beside each other are one in C++ and Python.
      for (std::size_t next = skip_blanks(code_, at);
           next > at && next < code_.size() && is_quote(code_[next]);) {
        if (key.size() > max_source_key || !read_text(code_, next, language_, key)) break;
        at = next;
        next = skip_blanks(code_, at);
      }
      if (language_.has_triple_quotes) formatted(at, key, before);
      return key.size() <= max_source_key;
    }
    if (!skip_operand(at)) return false;
    if (key.empty() || key.back() != hole) key.push_back(hole);
    return true;
  }

  /// Python: `"errors.%s" % code` and `"errors.{}".format(code)`.
  void formatted(std::size_t& at, std::string& key, std::size_t from) const {
    std::size_t next = skip_blanks(code_, at);
    const bool has_percents = next < code_.size() && code_[next] == '%';
    if (!has_percents && !rest(at).starts_with(".format(")) return;
    next = has_percents ? skip_blanks(code_, next + 1) : at + 1;
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

  std::string_view rest(std::size_t from) const { return code_.substr(std::min(from, code_.size())); }

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
      at = skip_blanks(code_, at);
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
  void look_at_options(std::size_t at, SourceCall& call) const {
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

  std::string_view code_;
  const SourceLanguage& language_;
};

}  // namespace

std::optional<SourceCall> read_argument(std::string_view code, std::size_t begin,
                                        const SourceLanguage& language, bool has_parentheses) {
  return ArgumentReader(code, language).read(begin, has_parentheses);
}

}  // namespace objectos::lint
