#include "http/answer_log.hpp"

#include <netdb.h>
#include <sys/socket.h>

#include "objectos/log.hpp"

namespace objectos::http {
namespace {

/// `127.0.0.1:40122` or `[::1]:40122`; "?" of a peer that is gone.
std::string address_of(const Peer& peer) {
  sockaddr_storage storage{};
  socklen_t size = sizeof storage;
  if (::getpeername(peer.descriptor, reinterpret_cast<sockaddr*>(&storage), &size) != 0) return "?";
  char host[NI_MAXHOST] = "?", port[NI_MAXSERV] = "";
  ::getnameinfo(reinterpret_cast<const sockaddr*>(&storage), size, host, sizeof host, port, sizeof port,
                NI_NUMERICHOST | NI_NUMERICSERV);
  return storage.ss_family == AF_INET6 ? "[" + std::string(host) + "]:" + port
                                       : std::string(host) + ":" + port;
}

}  // namespace

void log_answer(const Peer& peer, const RequestHead* head, const Reply& reply) noexcept {
  const bool is_refusal = reply.status >= 400;
  if (log_level() > (is_refusal ? LogLevel::info : LogLevel::debug)) return;
  try {
    std::string line = address_of(peer);
    if (head) line += " " + head->method + " " + head->path;
    line += ": " + std::to_string(reply.status);
    if (!reply.reason.empty()) line += ", " + reply.reason;
    is_refusal ? Logger("http").info(line) : Logger("http").debug(line);
  } catch (const std::exception&) {  // no memory: the line is lost
  }
}

}  // namespace objectos::http
