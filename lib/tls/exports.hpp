// TLS for whoever has a socket. OpenSSL is mapped with the module `tls`, when the first secure connection is made.
#pragma once

#include <memory>
#include <string>

#include "core/module.hpp"
#include "kernel/server_options.hpp"
#include "net/stream.hpp"

namespace objectos::tls {

/// The server's side. Thread safe.
class Acceptor {
 public:
  virtual ~Acceptor() = default;
  /// A stream over `socket`, which is not blocking; the handshake is made by its first reads and writes,
  /// which take nothing as long as it lasts.
  virtual std::unique_ptr<net::Stream> accept(std::unique_ptr<net::Socket> socket) = 0;
};

/// What the module hands out.
struct Exports {
  std::unique_ptr<net::Stream> (*connect)(std::unique_ptr<net::Socket> socket, const TlsOptions& options,
                                          const std::string& host, net::Deadline deadline);
  std::unique_ptr<Acceptor> (*acceptor)(const std::string& cert, const std::string& key);
  const char* version;  ///< of OpenSSL
};

/// A stream over `socket` to a server whose certificate is valid, trusted and made for `host` (a name or an
/// address). Error(unavailable) that says which of this it is not; Error(usage) for a certificate file that cannot
/// be read.
inline std::unique_ptr<net::Stream> connect(std::unique_ptr<net::Socket> socket, const TlsOptions& options,
                                            const std::string& host, net::Deadline deadline) {
  return module_exports<Exports>("tls").connect(std::move(socket), options, host, deadline);
}

/// A server with this certificate and key, PEM files. Error(usage) if they cannot be read or do not belong
/// together.
inline std::unique_ptr<Acceptor> open_acceptor(const std::string& cert, const std::string& key) {
  return module_exports<Exports>("tls").acceptor(cert, key);
}

}  // namespace objectos::tls
