// Texts of source code: where they end, and what they stand for.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "lint/source_language.hpp"

namespace objectos::lint {

/// Stands in a key for what is known only when the code runs.
inline constexpr char hole = '\0';

/// The longest text that may be a key.
inline constexpr std::size_t max_source_key = 1024;

inline bool is_blank(char c) noexcept {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}
inline bool is_quote(char c) noexcept {
  return c == '"' || c == '\'' || c == '`';
}

/// Where the blanks at `at` end, those of the line or over lines.
inline std::size_t skip_spaces(std::string_view code, std::size_t at) noexcept {
  while (at < code.size() && (code[at] == ' ' || code[at] == '\t')) ++at;
  return at;
}
inline std::size_t skip_blanks(std::string_view code, std::size_t at) noexcept {
  while (at < code.size() && is_blank(code[at])) ++at;
  return at;
}

/// Behind the quote that ends the text that the quote at `open` begins, on the same line; npos if there is
/// none.
std::size_t end_of_quoted(std::string_view code, std::size_t open) noexcept;

/// True if a value is put into `content`, written between quotes `quote` with the letters `before` in front.
bool has_hole(std::string_view content, char quote, std::string_view before,
              const SourceLanguage& language) noexcept;

/// Reads the text that begins at `at` (letters such as f or r may stand before its quote, a `:` before a
/// symbol) and appends what it stands for, a hole for each value that is put in. False, with nothing done, if
/// there is none.
bool read_text(std::string_view code, std::size_t& at, const SourceLanguage& language, std::string& out);

}  // namespace objectos::lint
