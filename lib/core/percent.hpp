// %XX, as URLs write what they have no room for.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "objectos/api.hpp"

namespace objectos::percent {

/// Everything but letters, digits and `-._~` becomes %XX.
OBJECTOS_API std::string encoded(std::string_view text);
/// Nothing if a % is not followed by two hexadecimal digits, or by 00.
OBJECTOS_API std::optional<std::string> decoded(std::string_view text);

}  // namespace objectos::percent
