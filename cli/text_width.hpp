// How wide texts are on a terminal.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace objectos::cli {

/// One character of UTF-8 text.
struct Character {
  char32_t code = 0;
  std::size_t size = 1;  ///< in bytes
};
/// The first of a text that is not empty.
Character character_at(std::string_view text);

/// Two columns on a terminal: what East Asian texts are written with.
bool is_wide(char32_t c);

std::size_t columns(std::string_view text);

/// `text`, or its beginning and `mark` where it is wider than `width`. `mark` is one column wide.
std::string cut(std::string_view text, std::size_t width, std::string_view mark);

/// `text` in lines of at most `width` columns, broken at blanks and between wide characters; every line but
/// the first is indented.
std::string wrapped(std::string_view text, std::size_t indent, std::size_t width);

}  // namespace objectos::cli
