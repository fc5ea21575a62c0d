// UTF-8 at the level of bytes (Unicode 15, table 3-7).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace objectos::utf8 {

/// Length in bytes (1 to 4) of the well-formed sequence that `text`, which is not empty, begins with; 0 if it
/// begins with none.
std::size_t sequence_length(std::string_view text) noexcept;

/// Bytes of `text` before the first ill-formed sequence; text.size() if there is none.
std::size_t valid_prefix(std::string_view text) noexcept;

/// Characters in well-formed text. In any other: bytes that are no continuation.
std::size_t count_characters(std::string_view text) noexcept;

/// The scalar value of one well-formed sequence.
constexpr std::uint32_t decode(std::string_view sequence) noexcept {
  const auto byte = [sequence](std::size_t i) {
    return static_cast<std::uint32_t>(static_cast<unsigned char>(sequence[i]));
  };
  if (sequence.size() == 1) return byte(0);
  std::uint32_t value = byte(0) & (0x7Fu >> sequence.size());
  for (std::size_t i = 1; i < sequence.size(); ++i) value = value << 6 | (byte(i) & 0x3Fu);
  return value;
}

/// Appends the encoding of a scalar value.
void append(std::string& out, std::uint32_t code_point);

}  // namespace objectos::utf8
