// Bytes that nobody can guess.
#pragma once

#include <cstddef>
#include <string>

#include "objectos/api.hpp"

namespace objectos {

/// Of the system's generator. Error(unavailable) if it gives none.
OBJECTOS_API std::string random_bytes(std::size_t count);

}  // namespace objectos
