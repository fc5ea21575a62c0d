// The nodes of a Redis Cluster: connections to them, and which of them serves a slot, in a map that outlives
// the process.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "kernel/server_options.hpp"
#include "net/failure.hpp"
#include "redis/cluster.hpp"
#include "redis/connection.hpp"

namespace objectos::redis {

/// Not thread safe. Failures are Errors that name the node.
class ClusterNodes {
 public:
  using Server = std::shared_ptr<Connection>;

  explicit ClusterNodes(ServerOptions options);

  Server at(const Endpoint& node);
  Server of_slot(std::uint16_t slot);
  /// Any that can be reached: those that are known, then those that were configured.
  Connection& any();
  /// The connections that there are.
  const std::map<std::string, Server>& connections() const noexcept { return servers_; }
  void disconnect() { servers_.clear(); }
  const ServerOptions& options() const noexcept { return options_; }

  /// Some node knows better than the map.
  bool is_stale() const noexcept { return stale_; }
  void mark_stale() noexcept { stale_ = true; }
  /// What a node said of one slot; the rest of the map is stale then.
  void move_slot(std::uint16_t slot, const Endpoint& node);
  /// Asks a node for the map, and keeps it.
  void refresh();
  void refresh_quietly();
  const SlotMap& map() const noexcept { return *map_; }

  /// The node that was asked or answered last.
  const Endpoint& last() const noexcept { return last_; }
  void set_last(const Endpoint& node) { last_ = node; }

 private:
  std::vector<Endpoint> known() const;
  void load_map();
  void save_map();

  ServerOptions options_;
  std::string map_file_;  // empty: none
  std::optional<SlotMap> map_;
  bool is_saved_ = false;  // map_ came from the servers
  bool stale_ = false;
  std::map<std::string, Server> servers_;
  std::map<std::string, net::Breaker> breakers_;
  Endpoint last_;
};

}  // namespace objectos::redis
