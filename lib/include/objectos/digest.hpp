// A name for contents: what two texts share only if they are the same.
#pragma once

#include <string>
#include <string_view>

#include "objectos/api.hpp"

namespace objectos {

/// SHA-256 (FIPS 180-4) as 64 hexadecimal digits.
OBJECTOS_API std::string sha256_hex(std::string_view bytes);
/// The same as 32 bytes.
OBJECTOS_API std::string sha256(std::string_view bytes);
/// HMAC (RFC 2104) over SHA-256: 32 bytes.
OBJECTOS_API std::string hmac_sha256(std::string_view key, std::string_view bytes);
/// Bytes as hexadecimal digits, in lower case.
OBJECTOS_API std::string to_hex(std::string_view bytes);
/// Whether two secrets are the same, in a time that tells nothing of where they differ.
OBJECTOS_API bool same_secret(std::string_view a, std::string_view b) noexcept;

}  // namespace objectos
