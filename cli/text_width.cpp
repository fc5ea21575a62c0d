#include "text_width.hpp"

#include <algorithm>

namespace objectos::cli {

Character character_at(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text[0]);
  const std::size_t size = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  Character c{lead < 0x80 ? lead : static_cast<char32_t>(lead & (0x7F >> size)), std::min(size, text.size())};
  for (std::size_t i = 1; i < c.size; ++i)
    c.code = c.code << 6 | (static_cast<unsigned char>(text[i]) & 0x3F);
  return c;
}

/// Two columns on a terminal: what East Asian texts are written with.
bool is_wide(char32_t c) {
  return (c >= 0x1100 && c <= 0x115F) || (c >= 0x2E80 && c <= 0xA4CF) || (c >= 0xAC00 && c <= 0xD7A3) ||
         (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFE30 && c <= 0xFE6F) || (c >= 0xFF00 && c <= 0xFF60) ||
         (c >= 0xFFE0 && c <= 0xFFE6) || (c >= 0x1F300 && c <= 0x3FFFD);
}

std::size_t columns(std::string_view text) {
  std::size_t n = 0;
  while (!text.empty()) {
    const Character c = character_at(text);
    n += is_wide(c.code) ? 2 : 1;
    text.remove_prefix(c.size);
  }
  return n;
}

std::string cut(std::string_view text, std::size_t width, std::string_view mark) {
  if (columns(text) <= width) return std::string(text);
  std::size_t end = 0;
  for (std::size_t used = 0; end < text.size();) {
    const Character c = character_at(text.substr(end));
    used += is_wide(c.code) ? 2 : 1;
    if (used >= width) break;
    end += c.size;
  }
  return width == 0 ? "" : std::string(text.substr(0, end)).append(mark);
}

}  // namespace objectos::cli
