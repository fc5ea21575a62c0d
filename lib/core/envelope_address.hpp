// Addresses as SMTP commands have them (RFC 5321, 4.1.2): what the envelope, the login and the parser of
// headers agree on.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "objectos/api.hpp"

namespace objectos {

/// What stands before the @ can go over the wire: not empty, at most 64 bytes of UTF-8, no control
/// characters.
bool is_local_part(std::string_view unquoted);
/// In quotes, a backslash before quotes and backslashes (RFC 5322, 3.2.4).
OBJECTOS_API std::string quoted_string(std::string_view text);
/// In quotes where it is no dot-atom.
std::string quoted_local_part(std::string_view unquoted);
/// As ascii_domain(), or an address literal such as `[127.0.0.1]` or `[IPv6:::1]`.
OBJECTOS_API std::optional<std::string> mail_domain(std::string_view text);

/// `a@b`, with or without quotes before the @: the same with its domain in ASCII. Error(usage) with the text
/// in it.
OBJECTOS_API std::string envelope_address(std::string_view text);

/// The error of all of these.
[[noreturn]] void throw_no_address(std::string_view text);

}  // namespace objectos
