#include "redis/cluster_nodes.hpp"

#include <array>

#include "core/files.hpp"
#include "objectos/atomic_file.hpp"
#include "objectos/digest.hpp"
#include "objectos/log.hpp"

namespace objectos::redis {
namespace {

Error not_a_cluster(std::string_view reply) {
  if (reply.find("cluster support disabled") == reply.npos) return error_of(reply);
  return Error(Errc::usage, Message("redis.not_a_cluster", "this server is not part of a Redis Cluster"),
               Message("redis.not_a_cluster_hint", "a single server's URL begins with redis://"));
}

}  // namespace

ClusterNodes::ClusterNodes(ServerOptions options) : options_(std::move(options)) {
  if (options_.state_dir.empty()) return;
  std::string seeds;
  for (const Endpoint& seed : options_.endpoints) seeds += seed.text() + ",";
  map_file_ = options_.state_dir + "/redis-cluster-" + sha256_hex(seeds).substr(0, 16) + ".slots";
}

ClusterNodes::Server ClusterNodes::at(const Endpoint& node) {
  Server& server = servers_[node.text()];
  if (server && server->is_broken()) server.reset();
  if (!server) {
    const Purpose purpose{options_.login, options_.tls, 0, false};
    server = breakers_[node.text()].guard([&] {
      return std::make_shared<Connection>(options_, node, purpose, net::after(options_.connect_timeout));
    });
  }
  last_ = node;
  return server;
}

ClusterNodes::Server ClusterNodes::of_slot(std::uint16_t slot) {
  load_map();
  const Endpoint* node = map_->node(slot);
  if (!node) {
    stale_ = true;
    throw Error(Errc::unavailable,
                Message("redis.unserved_slot", "no node of the cluster serves the key's hash slot {{slot}}",
                        {{"slot", slot}}))
        .at("redis at " + options_.endpoints.front().text());
  }
  return at(*node);
}

/// Nodes to ask about the cluster: those that are known, then those that were configured.
std::vector<Endpoint> ClusterNodes::known() const {
  std::vector<Endpoint> nodes = map_ ? map_->nodes() : std::vector<Endpoint>();
  nodes.insert(nodes.end(), options_.endpoints.begin(), options_.endpoints.end());
  return nodes;
}

Connection& ClusterNodes::any() {
  std::optional<Error> failure;
  for (const Endpoint& node : known()) {
    try {
      return *at(node);
    } catch (const Error& error) {
      if (!failure) failure.emplace(error);
    }
  }
  throw *failure;
}

void ClusterNodes::move_slot(std::uint16_t slot, const Endpoint& node) {
  load_map();
  map_->set(slot, node);
  stale_ = true;
}

void ClusterNodes::load_map() {
  if (map_) return;
  if (!map_file_.empty()) {
    try {
      if (files::check_private_directory(files::parent(map_file_))) {
        if (const auto text = files::read(map_file_)) map_ = SlotMap::parse(*text);
      }
    } catch (const Error& error) {
      Logger("redis").info(error.what());
    }
  }
  if (!map_ || map_->nodes().empty()) refresh();
}

void ClusterNodes::refresh() {
  std::optional<Error> failure;
  for (const Endpoint& node : known()) {
    try {
      const Server server = at(node);
      const Reply reply = server->call(std::array<std::string_view, 2>{"CLUSTER", "SLOTS"});
      if (reply.is_error()) throw server->named(not_a_cluster(reply.text()));
      SlotMap fresh = SlotMap::from_reply(reply, node);
      if (fresh.nodes().empty())
        throw server->named(
            Error(Errc::unavailable, Message("redis.no_slots", "this node knows no node that serves keys")));
      stale_ = false;
      if (map_ && *map_ == fresh && is_saved_) return;
      map_ = std::move(fresh);
      save_map();
      return;
    } catch (const Error& error) {
      if (!failure || error.code() == Errc::denied) failure.emplace(error);
    }
  }
  throw *failure;
}

void ClusterNodes::refresh_quietly() {
  try {
    refresh();
  } catch (const Error& error) {
    Logger("redis").info(error.what());
  }
}

/// So that the next process starts right. If it cannot be written, that one asks.
void ClusterNodes::save_map() {
  is_saved_ = true;
  if (map_file_.empty()) return;
  try {
    files::make_private_directory(files::parent(map_file_));
    AtomicFile file(map_file_);
    file.write(map_->text());
    file.commit();
  } catch (const Error& error) {
    Logger("redis").info(error.what());
  }
}

}  // namespace objectos::redis
