#include "http/listener.hpp"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "objectos/error.hpp"

namespace objectos::http {
namespace {

struct FreeAddresses {
  void operator()(addrinfo* list) const { ::freeaddrinfo(list); }
};

std::unique_ptr<addrinfo, FreeAddresses> look_up(const std::string& host, int port) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
  // A name is localhost, which must not wait for a resolver.
  const std::string address = host == "localhost" ? "127.0.0.1" : host;
  hints.ai_flags |= AI_NUMERICHOST;
  addrinfo* found = nullptr;
  if (::getaddrinfo(address.c_str(), std::to_string(port).c_str(), &hints, &found) != 0)
    throw Error(Errc::usage, Message("serve.host", "\"{{host}}\" is not an IP address", {{"host", host}}));
  return std::unique_ptr<addrinfo, FreeAddresses>(found);
}

bool is_loopback_address(const sockaddr* address) {
  if (address->sa_family == AF_INET)
    return (ntohl(reinterpret_cast<const sockaddr_in*>(address)->sin_addr.s_addr) >> 24) == 127;
  return IN6_IS_ADDR_LOOPBACK(&reinterpret_cast<const sockaddr_in6*>(address)->sin6_addr) != 0;
}

[[noreturn]] void cannot_listen(const std::string& host, int port, int why) {
  const Errc code = why == EACCES || why == EPERM                 ? Errc::denied
                    : why == EADDRNOTAVAIL || why == EAFNOSUPPORT ? Errc::usage
                                                                  : Errc::unavailable;
  throw Error(code,
              Message("serve.listen", "cannot listen on {{host}}, port {{port}}: {{reason}}",
                      {{"host", host}, {"port", port}, {"reason", std::generic_category().message(why)}}));
}

int port_of(int descriptor) {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  ::getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &size);
  return ntohs(address.ss_family == AF_INET6 ? reinterpret_cast<const sockaddr_in6&>(address).sin6_port
                                             : reinterpret_cast<const sockaddr_in&>(address).sin_port);
}

}  // namespace

Listener::Listener(const std::string& host, int port) {
  const auto addresses = look_up(host, port);
  const addrinfo& address = *addresses;
  is_loopback_ = is_loopback_address(address.ai_addr);
  descriptor_ = ::socket(address.ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  const int on = 1;
  // Connections of a server that was here before may still be ending.
  if (descriptor_ >= 0) ::setsockopt(descriptor_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (descriptor_ < 0 || ::bind(descriptor_, address.ai_addr, address.ai_addrlen) != 0 ||
      ::listen(descriptor_, SOMAXCONN) != 0) {
    const int why = errno;
    close();
    cannot_listen(host, port, why);
  }
  port_ = port_of(descriptor_);
}

Listener::~Listener() {
  close();
}

int Listener::accept() noexcept {
  const int descriptor = ::accept4(descriptor_, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
  const int on = 1;
  if (descriptor >= 0) ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return descriptor;
}

void Listener::close() noexcept {
  if (descriptor_ >= 0) ::close(descriptor_);
  descriptor_ = -1;
}

}  // namespace objectos::http
