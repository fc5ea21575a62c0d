#include "lint/source_text.hpp"

#include <algorithm>

#include "core/json_scan.hpp"
#include "core/utf8.hpp"
#include "lint/call_names.hpp"

namespace objectos::lint {
namespace {

using Language = SourceLanguage;

constexpr std::size_t max_hole = 400;  // characters of code in one
constexpr auto npos = std::string_view::npos;

struct Hole {
  std::size_t begin = npos;
  std::size_t end = npos;
};

bool is_letter(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// Behind the bracket that closes the one at `open`; npos if that is far or nowhere.
std::size_t end_of_bracket(std::string_view code, std::size_t open, char opens, char closes) noexcept {
  std::size_t depth = 0;
  const std::size_t limit = std::min(code.size(), open + max_hole);
  for (std::size_t at = open; at < limit; ++at) {
    if (code[at] == opens) ++depth;
    if (code[at] == closes && --depth == 0) return at + 1;
  }
  return npos;
}

std::size_t end_of_words(std::string_view code, std::size_t at) noexcept {
  while (at < code.size() && CallNames::is_word(code[at]) && code[at] != '$' && code[at] != '@') ++at;
  return at;
}

/// The value that is put in at `at`, if there is one.
Hole hole_at(std::string_view content, std::size_t at, char quote, std::string_view before,
             const Language& language) noexcept {
  const char c = content[at];
  const char next = at + 1 < content.size() ? content[at + 1] : '\0';
  const auto braces = [&](std::size_t open) { return Hole{at, end_of_bracket(content, open, '{', '}')}; };
  if (quote == '`')
    return (language.holes & Language::backtick_dollar) && c == '$' && next == '{' ? braces(at + 1) : Hole();
  if (quote != '"' && !(language.holes & Language::f_prefix)) return {};
  if ((language.holes & Language::quoted_hash) && c == '#' && next == '{') return braces(at + 1);
  if (language.holes & Language::quoted_dollar) {
    if (c == '$' && next == '{') return braces(at + 1);
    if (c == '{' && next == '$') return braces(at);
    if (c == '$' && (is_letter(next) || next == '_')) return {at, end_of_words(content, at + 1)};
  }
  const bool is_formatted = ((language.holes & Language::f_prefix) && before.find_first_of("fF") != npos) ||
                            ((language.holes & Language::dollar_prefix) && before.find('$') != npos);
  if (is_formatted && c == '{' && next != '{') return braces(at);
  if ((language.holes & Language::backslash) && c == '\\' && next == '(')
    return {at, end_of_bracket(content, at + 1, '(', ')')};
  return {};
}

/// Decodes the escape at `content[at]`, a backslash; its length.
std::size_t escape(std::string_view content, std::size_t at, std::string& out) {
  if (at + 1 == content.size()) return 1;
  const char kind = content[at + 1];
  static constexpr std::string_view kinds = "nrt0", meant("\n\r\t\0", 4);
  if (const auto found = kinds.find(kind); found != npos) {
    if (kind != '0') out.push_back(meant[found]);  // a key has no NUL
    return 2;
  }
  const std::size_t digits = kind == 'u' ? 4 : kind == 'x' ? 2 : 0;
  if (digits > 0 && at + 2 + digits <= content.size()) {
    std::uint32_t code = 0;
    bool is_number = true;
    for (const char c : content.substr(at + 2, digits)) {
      const int digit = json::hex_digit(c);
      is_number = is_number && digit >= 0;
      code = code * 16 + static_cast<std::uint32_t>(std::max(digit, 0));
    }
    if (is_number && code != 0 && (code < 0xD800 || code > 0xDFFF)) {
      utf8::append(out, code);
      return 2 + digits;
    }
  }
  out.push_back(kind);
  return 2;
}

void append_hole(std::string& out) {
  if (out.empty() || out.back() != hole) out.push_back(hole);
}

void decode(std::string_view content, char quote, std::string_view before, const Language& language,
            std::string& out) {
  const bool is_raw = before.find_first_of("rR") != npos;
  for (std::size_t at = 0; at < content.size();) {
    const Hole value = hole_at(content, at, quote, before, language);
    if (value.end != npos) {
      append_hole(out);
      at = value.end;
    } else if (content[at] == '\\' && !is_raw) {
      at += escape(content, at, out);
    } else if (content[at] == hole) {
      ++at;
    } else {
      out.push_back(content[at++]);
    }
  }
}

/// The end of what is between `"""`; npos if they are never closed.
std::size_t end_of_triple(std::string_view code, std::size_t open) noexcept {
  const auto close =
      code.substr(0, std::min(code.size(), open + 3 + max_source_key)).find(code.substr(open, 3), open + 3);
  return close == npos ? npos : close + 3;
}

}  // namespace

std::size_t end_of_quoted(std::string_view code, std::size_t open) noexcept {
  const char quote = code[open];
  for (std::size_t at = open + 1; at < code.size() && code[at] != '\n'; ++at) {
    if (code[at] == quote) return at + 1;
    if (code[at] == '\\') ++at;
  }
  return npos;
}

bool has_hole(std::string_view content, char quote, std::string_view before,
              const Language& language) noexcept {
  for (std::size_t at = 0; at < content.size(); ++at)
    if (hole_at(content, at, quote, before, language).end != npos) return true;
  return false;
}

bool read_text(std::string_view code, std::size_t& at, const Language& language, std::string& out) {
  std::size_t quote = at;
  if (language.is_ruby && quote < code.size() && code[quote] == ':') {
    const std::size_t end = end_of_words(code, quote + 1);
    if (end > quote + 1) {
      out.append(code.substr(quote + 1, end - quote - 1));
      at = end;
      return true;
    }
    ++quote;
  }
  const std::size_t letters = quote;
  while (quote < code.size() && quote - letters < 3 &&
         (is_letter(code[quote]) || code[quote] == '$' || code[quote] == '@' || code[quote] == '8'))
    ++quote;
  if (quote == code.size() || (code[quote] != '"' && code[quote] != '\'' && code[quote] != '`')) return false;
  const std::string_view before = code.substr(letters, quote - letters);
  const bool is_triple = language.has_triple_quotes && code.size() - quote > 5 &&
                         code[quote + 1] == code[quote] && code[quote + 2] == code[quote];
  const std::size_t end = is_triple ? end_of_triple(code, quote) : end_of_quoted(code, quote);
  if (end == npos) return false;
  const std::size_t marks = is_triple ? 3 : 1;
  decode(code.substr(quote + marks, end - quote - 2 * marks), code[quote], before, language, out);
  at = end;
  return true;
}

}  // namespace objectos::lint
