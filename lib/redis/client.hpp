// Commands to whichever server holds the key: one server, the master that sentinels name, or a cluster's nodes.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/server_options.hpp"
#include "net/failure.hpp"
#include "redis/connection.hpp"
#include "redis/reply.hpp"
#include "redis/script.hpp"

namespace objectos::redis {

/// A command on one key. The views are read before the call returns.
struct Command {
  std::string_view key;  ///< with its prefix
  Words words;
  bool is_read = false;            ///< may be repeated when nobody knows whether it was done
  const Script* script = nullptr;  ///< the words are EVALSHA and what follows
};

using KeyVisitor = std::function<void(std::string_view key)>;

/// Not thread safe. Failures are Error(unavailable) or Error(denied) that name the server; a write whose fate is
/// unknown says so. A server that could not be reached is not asked again for a second.
class Client {
 public:
  virtual ~Client() = default;

  // ---- many under way: replies come in the order of sending

  virtual void send(const Command& command) = 0;
  /// Sends and reads what can be without waiting.
  virtual void pump() = 0;
  virtual std::size_t unsent() const = 0;
  /// The oldest reply, if it is here. Throws what befell that command, and then the next one is the oldest.
  virtual std::optional<Reply> take() = 0;
  /// The oldest reply, waited for.
  virtual Reply receive() = 0;
  /// Forgets what is under way, and the connections with it.
  virtual void abandon() = 0;

  /// The Error that a reply to a command stands for, naming its server: of the last reply that was given out.
  virtual Error refusal(const Reply& reply) const = 0;

  // ---- one at a time; what is under way goes on

  /// The reply; an error reply is thrown.
  virtual Reply call(const Command& command) = 0;
  /// Visits every key that matches a Redis glob, some perhaps twice.
  virtual void scan(std::string_view match, const KeyVisitor& visit) = 0;
  /// Words without a key, for any server.
  virtual Reply call_any(Words words) = 0;
  /// True if transactions (WATCH, MULTI, EXEC) can be had through call_any().
  virtual bool has_transactions() const = 0;
  /// How many connections were made: another number, another connection.
  virtual std::uint64_t connections() const = 0;
};

/// By the options' topology.
std::unique_ptr<Client> make_client(ServerOptions options);

// ---- for the clients -------------------------------------------------------------------------------------------

/// Finds the master: Error(unavailable) if no sentinel knows it by the deadline.
Endpoint ask_sentinels(const ServerOptions& options, net::Deadline deadline);

/// SCAN on one connection, to its end.
void scan_all(Connection& connection, std::string_view match, const KeyVisitor& visit);

/// A short pause that grows with the attempts: 5, 10, 20 … 100 ms.
void pause(int attempt);

std::unique_ptr<Client> make_cluster_client(ServerOptions options);

}  // namespace objectos::redis
