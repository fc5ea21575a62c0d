// A name for contents: what two texts share only if they are the same.
#pragma once

#include <string>
#include <string_view>

#include "objectos/api.hpp"

namespace objectos {

/// SHA-256 (FIPS 180-4) as 64 hexadecimal digits.
OBJECTOS_API std::string sha256_hex(std::string_view bytes);

}  // namespace objectos
