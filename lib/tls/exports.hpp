// TLS for whoever has a socket. OpenSSL is mapped with the module `tls`, when the first secure connection is made.
#pragma once

#include <memory>
#include <string>

#include "core/module.hpp"
#include "kernel/server_options.hpp"
#include "net/stream.hpp"

namespace objectos::tls {

/// What the module hands out.
struct Exports {
  std::unique_ptr<net::Stream> (*connect)(std::unique_ptr<net::Socket> socket, const TlsOptions& options,
                                          const std::string& host, net::Deadline deadline);
  const char* version;  ///< of OpenSSL
};

/// A stream over `socket` to a server whose certificate is valid, trusted and made for `host` (a name or an
/// address). Error(unavailable) that says which of this it is not; Error(usage) for a certificate file that cannot
/// be read.
inline std::unique_ptr<net::Stream> connect(std::unique_ptr<net::Socket> socket, const TlsOptions& options,
                                            const std::string& host, net::Deadline deadline) {
  return module_exports<Exports>("tls").connect(std::move(socket), options, host, deadline);
}

}  // namespace objectos::tls
