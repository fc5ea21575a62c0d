// Texts as they should be.
#pragma once

#include <string>
#include <string_view>

#include "lint/text_marks.hpp"

namespace objectos::lint {

/// `text` with the blanks that `source` begins (or ends) with. A newline at the end stays as it is.
std::string with_edge_of(std::string_view source, std::string_view text, bool is_start);
/// `text` with `right` for each near placeholder that is written `found`.
std::string with_placeholder(std::string_view text, std::string_view found, std::string_view right,
                             const Delimiters& delimiters);
/// One blank for several, and none of no width.
std::string without_double_spaces(std::string_view text);

}  // namespace objectos::lint
