// A stream in TLS 1.2 or newer, over a socket.
#pragma once

#include <memory>
#include <string>

#include "kernel/server_options.hpp"
#include "net/stream.hpp"
#include "tls/exports.hpp"

namespace objectos::tls {

std::unique_ptr<net::Stream> connect_stream(std::unique_ptr<net::Socket> socket, const TlsOptions& options,
                                            const std::string& host, net::Deadline deadline);
std::unique_ptr<Acceptor> make_acceptor(const std::string& cert, const std::string& key);

}  // namespace objectos::tls
