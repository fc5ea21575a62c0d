// Names of hosts as they go over the wire.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "objectos/api.hpp"

namespace objectos {

/// In ASCII and lower case: labels outside ASCII become punycode (RFC 3492) behind `xn--`. Nothing if it is
/// no name: an empty label, a label or a name that is too long (RFC 1035: 63 and 253 bytes), characters that
/// a name has not, or such as IDNA would make others of: marks that combine with the letter before,
/// ligatures, wide forms.
OBJECTOS_API std::optional<std::string> ascii_domain(std::string_view utf8);

/// True for an IPv4 or IPv6 address, without brackets.
OBJECTOS_API bool is_ip_address(std::string_view text);

}  // namespace objectos
