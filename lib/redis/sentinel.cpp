// Who is the master? https://redis.io/docs/reference/sentinel-clients
#include <array>

#include "redis/client.hpp"

namespace objectos::redis {
namespace {

std::optional<Endpoint> ask(const ServerOptions& options, const Endpoint& sentinel, net::Deadline deadline) {
  const Purpose purpose{options.sentinel_login, options.sentinel_tls, 0, false};
  Connection connection(options, sentinel, purpose, deadline);
  const Reply reply = connection.call(
      std::array<std::string_view, 3>{"SENTINEL", "get-master-addr-by-name", options.master});
  if (reply.is_error()) throw connection.named(error_of(reply.text()));
  if (reply.is_nil()) return std::nullopt;
  Endpoint master;
  master.host = reply[0].text();
  const std::string port(reply[1].text());
  master.port = std::atoi(port.c_str());
  if (master.host.empty() || master.port < 1 || master.port > 65535) return std::nullopt;
  return master;
}

}  // namespace

Endpoint ask_sentinels(const ServerOptions& options, net::Deadline deadline) {
  std::optional<Error> failure;
  std::size_t left = options.endpoints.size();
  for (const Endpoint& sentinel : options.endpoints) {
    try {
      // Each gets its share of the time: the first may be the one that is down.
      const auto share = (deadline - std::chrono::steady_clock::now()) / static_cast<int>(left--);
      if (auto master = ask(options, sentinel, std::chrono::steady_clock::now() + share)) return *master;
    } catch (const Error& error) {
      if (!failure || error.code() == Errc::denied) failure.emplace(error.at("sentinel"));
    }
  }
  if (failure) throw *failure;
  throw Error(Errc::unavailable, Message("redis.no_master", "no sentinel knows a master called {{name}}",
                                         {{"name", options.master}}))
      .at("redis at " + options.endpoints.front().text());
}

}  // namespace objectos::redis
