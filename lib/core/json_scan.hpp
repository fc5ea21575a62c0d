// What reading and writing JSON text have in common, byte by byte.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace objectos::json {

// Most characters are told by the first comparison.
inline bool is_blank(char c) {
  return static_cast<unsigned char>(c) <= ' ' && (c == ' ' || c == '\n' || c == '\r' || c == '\t');
}

/// True if one of the eight bytes ends a plain run in a string: a quote, a backslash, a control character or
/// a byte over 0x7F. May also say so for a harmless byte behind such a one, never the other way round.
inline bool has_special(std::uint64_t word) {
  constexpr std::uint64_t ones = 0x0101010101010101u, highs = 0x8080808080808080u;
  const auto has_zero = [](std::uint64_t w) { return (w - ones) & ~w & highs; };
  return (has_zero(word ^ (ones * '"')) | has_zero(word ^ (ones * '\\')) |
          ((word - ones * 0x20) & ~word & highs) | (word & highs)) != 0;
}

/// Length of the run at the start of `text` that stands for itself in a JSON string.
inline std::size_t plain_run(std::string_view text) {
  std::size_t i = 0;
  for (; i + 8 <= text.size(); i += 8) {
    std::uint64_t word;
    std::memcpy(&word, text.data() + i, 8);
    if (has_special(word)) break;
  }
  for (; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c == '"' || c == '\\' || c < 0x20 || c >= 0x80) break;
  }
  return i;
}

inline int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace objectos::json
