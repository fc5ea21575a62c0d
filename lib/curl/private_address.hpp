// Which addresses a request that came from outside must not reach.
#pragma once

#include <sys/socket.h>

namespace objectos::curl {

/// True unless the address is one that anybody on the internet could reach: loopback, private, link-local
/// (also the clouds' 169.254.169.254), shared, multicast, reserved and documentation ranges are private, and
/// so is an IPv6 address that stands for such an IPv4 one. Families other than these two are private.
bool is_private(const sockaddr& address) noexcept;

}  // namespace objectos::curl
