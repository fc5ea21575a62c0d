#include "http/answer_log.hpp"

#include <arpa/inet.h>
#include <sys/socket.h>

#include "objectos/log.hpp"

namespace objectos::http {
namespace {

/// `127.0.0.1:40122` or `[::1]:40122`; "?" of a peer that is gone.
std::string address_of(const Peer& peer) {
  sockaddr_storage storage{};
  socklen_t size = sizeof storage;
  if (::getpeername(peer.descriptor, reinterpret_cast<sockaddr*>(&storage), &size) != 0) return "?";
  char text[INET6_ADDRSTRLEN] = "?";
  if (storage.ss_family == AF_INET6) {
    const auto& v6 = reinterpret_cast<const sockaddr_in6&>(storage);
    ::inet_ntop(AF_INET6, &v6.sin6_addr, text, sizeof text);
    return "[" + std::string(text) + "]:" + std::to_string(ntohs(v6.sin6_port));
  }
  const auto& v4 = reinterpret_cast<const sockaddr_in&>(storage);
  ::inet_ntop(AF_INET, &v4.sin_addr, text, sizeof text);
  return std::string(text) + ":" + std::to_string(ntohs(v4.sin_port));
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
