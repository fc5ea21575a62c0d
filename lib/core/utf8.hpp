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

/// Appends the encoding of a scalar value.
void append(std::string& out, std::uint32_t code_point);

}  // namespace objectos::utf8
