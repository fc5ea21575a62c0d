#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <ctime>
#include <system_error>

#include "net/stream.hpp"
#include "objectos/error.hpp"

namespace objectos::net {
namespace {

[[noreturn]] void fail(const char* id, const char* english, int error_number) {
  const Errc code = error_number == EACCES || error_number == EPERM ? Errc::denied : Errc::unavailable;
  throw Error(code, Message(id, english, {{"reason", std::generic_category().message(error_number)}}));
}

[[noreturn]] void cannot_connect(int error_number) {
  fail("net.connect", "cannot connect: {{reason}}", error_number);
}

std::int64_t ms_until(Deadline deadline) {
  const auto left = std::chrono::ceil<Millis>(deadline - std::chrono::steady_clock::now()).count();
  return std::clamp<std::int64_t>(left, 0, 1'000'000'000);
}

// ---- names -----------------------------------------------------------------------------------------------------

struct FreeAddresses {
  void operator()(addrinfo* list) const { ::freeaddrinfo(list); }
};
using Addresses = std::unique_ptr<addrinfo, FreeAddresses>;

[[noreturn]] void unknown_host(const std::string& host, int status) {
  throw Error(Errc::unavailable, Message("net.unknown_host", "cannot find the host {{host}}: {{reason}}",
                                         {{"host", host}, {"reason", ::gai_strerror(status)}}));
}

constexpr int name_flags = AI_NUMERICSERV | AI_ADDRCONFIG;

#ifdef __SANITIZE_THREAD__

/// getaddrinfo_a() starts a thread that the thread sanitizer does not see begin, and in which it crashes.
Addresses look_up_name(const Endpoint& endpoint, const std::string& service, addrinfo hints, Deadline) {
  hints.ai_flags = name_flags;
  addrinfo* found = nullptr;
  const int status = ::getaddrinfo(endpoint.host.c_str(), service.c_str(), &hints, &found);
  if (status != 0) unknown_host(endpoint.host, status);
  return Addresses(found);
}

#else

/// A look-up that may outlive us: the resolver has no time-out of its own that could be set here.
struct Lookup {
  std::string host, service;
  addrinfo hints{};
  gaicb request{};
};

Addresses look_up_name(const Endpoint& endpoint, const std::string& service, const addrinfo& hints,
                       Deadline deadline) {
  auto lookup = std::make_unique<Lookup>();
  lookup->host = endpoint.host;
  lookup->service = service;
  lookup->hints = hints;
  lookup->hints.ai_flags = name_flags;
  lookup->request.ar_name = lookup->host.c_str();
  lookup->request.ar_service = lookup->service.c_str();
  lookup->request.ar_request = &lookup->hints;
  gaicb* list[] = {&lookup->request};
  if (const int status = ::getaddrinfo_a(GAI_NOWAIT, list, 1, nullptr); status != 0)
    unknown_host(endpoint.host, status);
  const gaicb* waited[] = {&lookup->request};
  int status = EAI_INPROGRESS;
  while ((status = ::gai_error(&lookup->request)) == EAI_INPROGRESS) {
    const std::int64_t left = ms_until(deadline);
    if (left == 0) {
      if (::gai_cancel(&lookup->request) == EAI_NOTCANCELED) lookup.release();  // the resolver still uses it
      cannot_connect(ETIMEDOUT);
    }
    const timespec time{static_cast<time_t>(left / 1000), static_cast<long>(left % 1000) * 1'000'000};
    ::gai_suspend(waited, 1, &time);
  }
  if (status != 0) unknown_host(endpoint.host, status);
  return Addresses(lookup->request.ar_result);
}

#endif

Addresses look_up(const Endpoint& endpoint, Deadline deadline) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV;
  const std::string service = std::to_string(endpoint.port);
  addrinfo* found = nullptr;
  if (::getaddrinfo(endpoint.host.c_str(), service.c_str(), &hints, &found) == 0) return Addresses(found);
  return look_up_name(endpoint, service, hints, deadline);
}

// ---- connecting ------------------------------------------------------------------------------------------------

std::unique_ptr<Socket> make_socket(int family) {
  const int fd = ::socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) cannot_connect(errno);
  return std::make_unique<Socket>(fd);
}

/// 0, or why it did not connect.
int try_connect(const Socket& socket, const sockaddr* address, socklen_t size, Deadline deadline) {
  while (::connect(socket.descriptor(), address, size) != 0) {
    if (errno == EINTR) continue;
    if (errno == EAGAIN) {  // a unix socket's queue is full: nothing tells when there is room
      if (ms_until(deadline) == 0) return ETIMEDOUT;
      const timespec pause{0, 2'000'000};
      ::nanosleep(&pause, nullptr);
      continue;
    }
    if (errno != EINPROGRESS) return errno;
    if (!wait_for(socket.descriptor(), false, true, deadline)) return ETIMEDOUT;
    int reason = 0;
    socklen_t length = sizeof reason;
    ::getsockopt(socket.descriptor(), SOL_SOCKET, SO_ERROR, &reason, &length);
    return reason;
  }
  return 0;
}

std::unique_ptr<Socket> connect_tcp(const Endpoint& endpoint, Deadline deadline) {
  const Addresses addresses = look_up(endpoint, deadline);
  int left = 0, reason = 0;
  for (const addrinfo* at = addresses.get(); at; at = at->ai_next) ++left;
  for (const addrinfo* at = addresses.get(); at; at = at->ai_next, --left) {
    auto socket = make_socket(at->ai_family);
    // Each address gets its share of the time: the first may be one that never answers.
    const Deadline share = after(Millis(std::max<std::int64_t>(1, ms_until(deadline) / left)));
    reason = try_connect(*socket, at->ai_addr, at->ai_addrlen, share);
    if (reason != 0) continue;
    const int on = 1;
    ::setsockopt(socket->descriptor(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    ::setsockopt(socket->descriptor(), SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
    return socket;
  }
  cannot_connect(reason);
}

std::unique_ptr<Socket> connect_unix(const std::string& path, Deadline deadline) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path) cannot_connect(ENAMETOOLONG);
  std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
  auto socket = make_socket(AF_UNIX);
  const int reason =
      try_connect(*socket, reinterpret_cast<const sockaddr*>(&address), sizeof address, deadline);
  if (reason != 0) cannot_connect(reason);
  return socket;
}

}  // namespace

bool wait_for(int descriptor, bool to_read, bool to_write, Deadline deadline) {
  pollfd waited{descriptor, static_cast<short>((to_read ? POLLIN : 0) | (to_write ? POLLOUT : 0)), 0};
  for (;;) {
    const int n = ::poll(&waited, 1, static_cast<int>(ms_until(deadline)));
    if (n > 0) return true;
    if (n == 0 && ms_until(deadline) == 0) return false;
    if (n < 0 && errno != EINTR) fail("net.wait", "cannot wait for the connection: {{reason}}", errno);
  }
}

std::unique_ptr<Socket> connect(const Endpoint& endpoint, Deadline deadline) {
  return endpoint.path.empty() ? connect_tcp(endpoint, deadline) : connect_unix(endpoint.path, deadline);
}

Socket::~Socket() {
  ::close(descriptor_);
}

std::size_t Socket::read(char* to, std::size_t size) {
  for (;;) {
    const ssize_t n = ::recv(descriptor_, to, size, 0);
    if (n > 0) return static_cast<std::size_t>(n);
    if (n == 0) throw Error(Errc::unavailable, Message("net.closed", "the server closed the connection"));
    if (errno == EAGAIN || errno == EWOULDBLOCK) return 0;
    if (errno != EINTR) fail("net.lost", "the connection was lost: {{reason}}", errno);
  }
}

std::size_t Socket::write(std::string_view bytes) {
  for (;;) {
    const ssize_t n = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (n >= 0) return static_cast<std::size_t>(n);
    if (errno == EAGAIN || errno == EWOULDBLOCK) return 0;
    if (errno != EINTR) fail("net.lost", "the connection was lost: {{reason}}", errno);
  }
}

bool Socket::wait(bool to_write, Deadline deadline) {
  return wait_for(descriptor_, true, to_write, deadline);
}

}  // namespace objectos::net
