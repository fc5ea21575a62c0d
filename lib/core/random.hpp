// Bytes that nobody can guess.
#pragma once

#include <cstddef>
#include <string>

namespace objectos {

/// Of the system's generator. Error(unavailable) if it gives none.
std::string random_bytes(std::size_t count);

}  // namespace objectos
