// A Redis Cluster: commands in order to the nodes of their slots, and redirections.
#include <array>

#include "redis/client.hpp"
#include "redis/cluster_nodes.hpp"
#include "redis/slot_order.hpp"

namespace objectos::redis {
namespace {

class ClusterClient final : public Client {
 public:
  explicit ClusterClient(ServerOptions options) : nodes_(std::move(options)) {}

  void send(const Command& command) override {
    if (pending_.empty() && nodes_.is_stale()) nodes_.refresh();
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
    for (const auto& [name, server] : nodes_.connections()) {
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
    for (const auto& [name, server] : nodes_.connections())
      bytes += server->is_broken() ? 0 : server->unsent();
    return bytes;
  }

  std::optional<Reply> take() override {
    return next([](Connection& server) { return server.take(); });
  }
  Reply receive() override {
    return *next([](Connection& server) { return std::optional<Reply>(server.receive()); });
  }

  void abandon() override {
    if (!pending_.empty()) nodes_.disconnect();
    pending_.clear();
    order_.clear();
  }

  Error refusal(const Reply& reply) const override {
    return error_of(reply.text()).at("redis at " + nodes_.last().text());
  }

  Reply call(const Command& command) override {
    if (pending_.empty() && nodes_.is_stale()) nodes_.refresh();
    Pending pending{.is_read = command.is_read, .script = command.script, .slot = slot_of(command.key)};
    append_command(pending.encoded, command.words);
    std::optional<Reply> reply;
    std::optional<Error> failure;
    std::uint64_t before = 0;
    try {
      pending.server = nodes_.of_slot(pending.slot);
      before = pending.server->total_sent();
      reply.emplace(pending.server->call_encoded(pending.encoded));  // most servers have the script
      nodes_.set_last(pending.server->endpoint());
    } catch (const Error& error) {
      failure.emplace(error);
    }
    const bool was_sent = pending.server && pending.server->total_sent() != before;
    if (failure || reply->is_error()) reply.emplace(settle(pending, std::move(reply), std::move(failure), was_sent));
    if (nodes_.is_stale() && pending_.empty()) nodes_.refresh_quietly();
    if (reply->is_error()) throw refusal(*reply);
    return std::move(*reply);
  }

  void scan(std::string_view match, const KeyVisitor& visit) override;

  Reply call_any(Words words) override {
    Reply reply = nodes_.any().call(words);
    if (reply.is_error()) throw refusal(reply);
    return reply;
  }
  bool has_transactions() const override { return false; }
  std::uint64_t connections() const override { return 0; }

 private:
  using Server = ClusterNodes::Server;
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
      pending.server = nodes_.of_slot(pending.slot);
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
        nodes_.set_last(pending.server->endpoint());
        return reply;
      }
      return settle(pending, std::move(reply), std::move(failure), was_sent);
    }
    return std::nullopt;
  }

  /// Follows redirections, waits out what passes, asks again what may be asked again.
  Reply settle(Pending& pending, std::optional<Reply> reply, std::optional<Error> failure, bool was_sent) {
    const net::Deadline deadline = net::after(nodes_.options().connect_timeout);
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
        nodes_.mark_stale();
        throw;
      }
      try {
        asking = false;
        if (failure) {  // its node is gone: another may have taken its place
          pause(attempt);
          nodes_.refresh();
          server = nodes_.of_slot(pending.slot);
        } else {
          nodes_.set_last(pending.server->endpoint());
          const std::string error(reply->text());
          const std::string_view word = error_word(error);
          const auto target =
              word == "MOVED" || word == "ASK" ? parse_redirection(error, nodes_.last()) : std::nullopt;
          if (word == "MOVED" && target) {
            nodes_.move_slot(target->slot, target->node);
            if (attempt > 2) pause(attempt - 2);
            server = nodes_.at(target->node);
          } else if (word == "ASK" && target) {
            server = nodes_.at(target->node);
            asking = true;
          } else if (word == "NOSCRIPT" && pending.script) {
            server = pending.server;
            server->loaded.erase(pending.script);
          } else if (word == "TRYAGAIN") {
            pause(attempt);
            server = nodes_.of_slot(pending.slot);
          } else if (word == "CLUSTERDOWN" || word == "READONLY" || word == "MASTERDOWN") {
            pause(attempt);
            nodes_.refresh();
            server = nodes_.of_slot(pending.slot);
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

  ClusterNodes nodes_;
  std::deque<Pending> pending_;
  SlotOrder order_;
};

/// A key that moves from a node not yet visited to one already visited is missed: while slots move, everything is
/// visited twice.
void ClusterClient::scan(std::string_view match, const KeyVisitor& visit) {
  bool moves = false;
  for (int pass = 0; pass < 2; ++pass) {
    nodes_.refresh();
    const SlotMap before = nodes_.map();
    for (const Endpoint& node : before.nodes()) {
      const Server server = nodes_.at(node);
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
    nodes_.refresh();
    if (!moves && nodes_.map() == before) return;
  }
}

}  // namespace

std::unique_ptr<Client> make_cluster_client(ServerOptions options) {
  return std::make_unique<ClusterClient>(std::move(options));
}

}  // namespace objectos::redis
