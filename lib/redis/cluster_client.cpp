// A Redis Cluster: each key's node, redirections, and a slot map that outlives the process.
#include <array>
#include <map>

#include "core/files.hpp"
#include "objectos/atomic_file.hpp"
#include "objectos/log.hpp"
#include "redis/client.hpp"
#include "redis/cluster.hpp"
#include "redis/slot_order.hpp"

namespace objectos::redis {
namespace {

/// FNV-1a, to name a file after the nodes that a cluster is known by.
std::uint64_t hash_of(std::string_view text) {
  std::uint64_t hash = 14695981039346656037u;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211u;
  return hash;
}

class ClusterClient final : public Client {
 public:
  explicit ClusterClient(ServerOptions options) : options_(std::move(options)) {
    if (options_.state_dir.empty()) return;
    std::string seeds;
    for (const Endpoint& seed : options_.endpoints) seeds += seed.text() + ",";
    char name[64];
    std::snprintf(name, sizeof name, "/redis-cluster-%016llx.slots",
                  static_cast<unsigned long long>(hash_of(seeds)));
    map_file_ = options_.state_dir + name;
  }

  void send(const Command& command) override {
    if (pending_.empty() && stale_) refresh();
    Pending pending{.is_read = command.is_read, .script = command.script, .slot = slot_of(command.key)};
    append_command(pending.encoded, command.words);
    find_server(pending);
    pending.is_held_back = !order_.may_go(pending.slot, pending.server.get());
    if (pending.is_held_back) {
      order_.hold_back(pending.slot);
    } else {
      order_.add(pending.slot, pending.server.get());
      send_at(pending_.size(), pending);
    }
    pending_.push_back(std::move(pending));
  }

  void pump() override {
    for (auto& [name, server] : servers_) {
      if (server->is_broken()) continue;
      try {
        server->pump();
      } catch (const Error&) {
        // Its commands learn of it in their turn.
      }
    }
  }

  std::size_t unsent() const override {
    std::size_t bytes = 0;
    for (const auto& [name, server] : servers_) bytes += server->is_broken() ? 0 : server->unsent();
    return bytes;
  }

  std::optional<Reply> take() override {
    return next([](Connection& server) { return server.take(); });
  }
  Reply receive() override {
    return *next([](Connection& server) { return std::optional<Reply>(server.receive()); });
  }

  void abandon() override {
    if (!pending_.empty()) servers_.clear();
    pending_.clear();
    order_.clear();
  }

  Error refusal(const Reply& reply) const override {
    return error_of(reply.text()).at("redis at " + last_.text());
  }

  Reply call(const Command& command) override {
    if (pending_.empty() && stale_) refresh();
    Pending pending{.is_read = command.is_read, .script = command.script, .slot = slot_of(command.key)};
    append_command(pending.encoded, command.words);
    std::optional<Reply> reply;
    std::optional<Error> failure;
    std::uint64_t before = 0;
    try {
      pending.server = server_of(pending.slot);
      before = pending.server->total_sent();
      reply.emplace(pending.server->call_encoded(pending.encoded));  // most servers have the script
      last_ = pending.server->endpoint();
    } catch (const Error& error) {
      failure.emplace(error);
    }
    const bool was_sent = pending.server && pending.server->total_sent() != before;
    if (failure || reply->is_error()) reply.emplace(settle(pending, std::move(reply), std::move(failure), was_sent));
    if (stale_ && pending_.empty()) refresh_quietly();
    if (reply->is_error()) throw refusal(*reply);
    return std::move(*reply);
  }

  void scan(std::string_view match, const KeyVisitor& visit) override;

  Reply call_any(Words words) override {
    Reply reply = any_server().call(words);
    if (reply.is_error()) throw refusal(reply);
    return reply;
  }
  bool has_transactions() const override { return false; }
  std::uint64_t connections() const override { return 0; }

 private:
  using Server = std::shared_ptr<Connection>;
  struct Pending {
    bool is_read = false;
    const Script* script = nullptr;
    std::uint16_t slot = 0;
    Server server = nullptr;
    std::string encoded = {};
    std::optional<Error> failure = {};
    bool is_load = false;
    bool is_held_back = false;  // not sent yet
  };

  // ---- sending: what goes wrong is settled in the command's turn

  void find_server(Pending& pending) {
    pending.server.reset();
    try {
      pending.server = server_of(pending.slot);
    } catch (const Error& error) {
      pending.failure.emplace(error);
    }
  }

  /// Sends a command that is, or will be, the one at `index`; a script that the server lacks goes in front of it. True
  /// if it was such.
  bool send_at(std::size_t index, Pending& pending) {
    bool loads = false;
    if (pending.failure) return loads;
    try {
      Connection& server = *pending.server;
      if (pending.script && server.loaded.insert(pending.script).second) {
        server.send(std::array<std::string_view, 3>{"SCRIPT", "LOAD", pending.script->text});
        loads = true;
      }
      server.send_encoded(pending.encoded);
    } catch (const Error& error) {
      pending.failure.emplace(error);
    }
    if (loads) {
      pending_.insert(pending_.begin() + static_cast<std::ptrdiff_t>(index),
                      Pending{.server = pending.server, .is_load = true});
    }
    return loads;
  }

  /// All of the slot's commands that were held back: what was in front of them is done.
  void let_go(std::uint16_t slot) {
    for (std::size_t i = 0; i < pending_.size(); ++i) {
      if (!pending_[i].is_held_back || pending_[i].slot != slot) continue;
      Pending held = std::move(pending_[i]);
      held.is_held_back = false;
      held.failure.reset();
      find_server(held);
      order_.let_go(slot, held.server.get());
      if (send_at(i, held)) ++i;
      pending_[i] = std::move(held);
    }
  }

  // ---- nodes ---------------------------------------------------------------------------------------------------

  Server server_at(const Endpoint& node) {
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

  Server server_of(std::uint16_t slot) {
    load_map();
    const Endpoint* node = map_->node(slot);
    if (!node) {
      stale_ = true;
      throw Error(Errc::unavailable, Message("redis.unserved_slot",
                                             "no node of the cluster serves the key's hash slot {{slot}}",
                                             {{"slot", slot}}))
          .at("redis at " + options_.endpoints.front().text());
    }
    return server_at(*node);
  }

  /// Nodes to ask about the cluster: those that are known, then those that were configured.
  std::vector<Endpoint> known_nodes() const {
    std::vector<Endpoint> nodes = map_ ? map_->nodes() : std::vector<Endpoint>();
    nodes.insert(nodes.end(), options_.endpoints.begin(), options_.endpoints.end());
    return nodes;
  }

  Connection& any_server() {
    std::optional<Error> failure;
    for (const Endpoint& node : known_nodes()) {
      try {
        return *server_at(node);
      } catch (const Error& error) {
        if (!failure) failure.emplace(error);
      }
    }
    throw *failure;
  }

  // ---- the slot map --------------------------------------------------------------------------------------------

  void load_map() {
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

  void refresh() {
    std::optional<Error> failure;
    for (const Endpoint& node : known_nodes()) {
      try {
        const Server server = server_at(node);
        const Reply reply = server->call(std::array<std::string_view, 2>{"CLUSTER", "SLOTS"});
        if (reply.is_error()) throw server->named(not_a_cluster(reply.text()));
        SlotMap fresh = SlotMap::from_reply(reply, node);
        if (fresh.nodes().empty())
          throw server->named(Error(Errc::unavailable,
                                    Message("redis.no_slots", "this node knows no node that serves keys")));
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

  static Error not_a_cluster(std::string_view reply) {
    if (reply.find("cluster support disabled") == reply.npos) return error_of(reply);
    return Error(Errc::usage, Message("redis.not_a_cluster", "this server is not part of a Redis Cluster"),
                 Message("redis.not_a_cluster_hint", "a single server's URL begins with redis://"));
  }

  void refresh_quietly() {
    try {
      refresh();
    } catch (const Error& error) {
      Logger("redis").info(error.what());
    }
  }

  /// So that the next process starts right. If it cannot be written, that one asks.
  void save_map() {
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

  // ---- replies -------------------------------------------------------------------------------------------------

  template <class Read>
  std::optional<Reply> next(Read read) {
    while (!pending_.empty()) {
      if (pending_.front().is_held_back) let_go(pending_.front().slot);
      Pending& front = pending_.front();
      std::optional<Reply> reply;
      std::optional<Error> failure = front.failure;
      const bool was_sent = !failure;
      if (!failure) {
        try {
          if (front.server->is_broken())
            throw front.server->named(
                Error(Errc::unavailable, Message("net.closed", "the server closed the connection")));
          reply = read(*front.server);
          if (!reply) return std::nullopt;
        } catch (const Error& error) {
          failure.emplace(error);
        }
      }
      Pending pending = std::move(pending_.front());
      pending_.pop_front();
      if (pending.is_load) continue;
      order_.done(pending.slot);
      if (reply && !reply->is_error()) {
        last_ = pending.server->endpoint();
        return reply;
      }
      return settle(pending, std::move(reply), std::move(failure), was_sent);
    }
    return std::nullopt;
  }

  /// Follows redirections, waits out what passes, asks again what may be asked again.
  Reply settle(Pending& pending, std::optional<Reply> reply, std::optional<Error> failure, bool was_sent) {
    const net::Deadline deadline = net::after(options_.connect_timeout);
    bool asking = false;
    for (int attempt = 0;; ++attempt) {
      Server server;
      const bool is_over = std::chrono::steady_clock::now() >= deadline;
      try {
        if (failure) {
          if (was_sent && !pending.is_read) throw net::of_unknown_fate(*failure);
          if (is_over || net::is_late(*failure) || failure->code() != Errc::unavailable) throw *failure;
        }
      } catch (const Error&) {
        stale_ = true;
        throw;
      }
      try {
        asking = false;
        if (failure) {  // its node is gone: another may have taken its place
          pause(attempt);
          refresh();
          server = server_of(pending.slot);
        } else {
          last_ = pending.server->endpoint();
          const std::string error(reply->text());
          const std::string_view word = error_word(error);
          const auto target = word == "MOVED" || word == "ASK" ? parse_redirection(error, last_) : std::nullopt;
          if (word == "MOVED" && target) {
            load_map();
            map_->set(target->slot, target->node);
            stale_ = true;
            if (attempt > 2) pause(attempt - 2);
            server = server_at(target->node);
          } else if (word == "ASK" && target) {
            server = server_at(target->node);
            asking = true;
          } else if (word == "NOSCRIPT" && pending.script) {
            server = pending.server;
            server->loaded.erase(pending.script);
          } else if (word == "TRYAGAIN") {
            pause(attempt);
            server = server_of(pending.slot);
          } else if (word == "CLUSTERDOWN" || word == "READONLY" || word == "MASTERDOWN") {
            pause(attempt);
            refresh();
            server = server_of(pending.slot);
          } else {
            return std::move(*reply);
          }
          if (is_over) return std::move(*reply);
        }
        was_sent = false;
        failure.reset();
        const std::uint64_t sent = server->total_sent();
        pending.server = server;
        try {
          reply.emplace(exchange(*server, pending, asking));
          if (!reply->is_error()) return std::move(*reply);
        } catch (const Error&) {
          was_sent = server->total_sent() != sent;
          throw;
        }
      } catch (const Error& error) {
        failure.emplace(error);
      }
    }
  }

  static Reply exchange(Connection& server, const Pending& pending, bool asking) {
    if (pending.script && server.loaded.insert(pending.script).second)
      server.call(std::array<std::string_view, 3>{"SCRIPT", "LOAD", pending.script->text});
    if (asking) server.call(std::array<std::string_view, 1>{"ASKING"});
    return server.call_encoded(pending.encoded);
  }

  ServerOptions options_;
  std::string map_file_;
  std::optional<SlotMap> map_;
  bool is_saved_ = false;  // map_ came from the servers
  bool stale_ = false;     // some node knows better
  std::map<std::string, Server> servers_;
  std::map<std::string, net::Breaker> breakers_;
  std::deque<Pending> pending_;
  SlotOrder order_;
  Endpoint last_;  // who answered last
};

/// A key that moves from a node not yet visited to one already visited is missed: while slots move, everything is
/// visited twice.
void ClusterClient::scan(std::string_view match, const KeyVisitor& visit) {
  bool moves = false;
  for (int pass = 0; pass < 2; ++pass) {
    refresh();
    const SlotMap before = *map_;
    for (const Endpoint& node : before.nodes()) {
      const Server server = server_at(node);
      const auto note_moves = [&] {
        const Reply nodes = server->call(std::array<std::string_view, 2>{"CLUSTER", "NODES"});
        if (nodes.is_error()) throw server->named(error_of(nodes.text()));
        moves = moves || nodes.text().find("->-") != std::string_view::npos ||
                nodes.text().find("-<-") != std::string_view::npos;
      };
      note_moves();
      scan_all(*server, match, visit);
      note_moves();
    }
    refresh();
    if (!moves && *map_ == before) return;
  }
}

}  // namespace

std::unique_ptr<Client> make_cluster_client(ServerOptions options) {
  return std::make_unique<ClusterClient>(std::move(options));
}

}  // namespace objectos::redis
