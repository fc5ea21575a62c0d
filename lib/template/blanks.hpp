// What JavaScript takes for blank, which decides what is trimmed around tags.
#pragma once

#include <cstddef>
#include <string_view>

namespace objectos::templates {

/// Bytes of the blank character that `text` begins with; 0 if it begins with none.
std::size_t leading_blank(std::string_view text) noexcept;
/// `text` without the blanks in front.
std::string_view without_leading_blanks(std::string_view text) noexcept;
/// `text` without the blanks at its end.
std::string_view without_trailing_blanks(std::string_view text) noexcept;

}  // namespace objectos::templates
