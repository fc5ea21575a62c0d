#include "redis/client.hpp"

#include <algorithm>
#include <array>
#include <ctime>

namespace objectos::redis {
namespace {

/// One server, or the one that sentinels name.
class SingleClient final : public Client {
 public:
  explicit SingleClient(ServerOptions options) : options_(std::move(options)) {}

  void send(const Command& command) override {
    Connection& server = connection();
    if (command.script && server.loaded.insert(command.script).second) {
      server.send(std::array<std::string_view, 3>{"SCRIPT", "LOAD", command.script->text});
      pending_.push_back({.is_load = true});
    }
    Pending pending{.is_read = command.is_read, .script = command.script};
    if (command.script) append_command(pending.encoded, command.words);
    server.send(command.words);
    pending_.push_back(std::move(pending));
  }

  void pump() override {
    if (failure_ || pending_.empty()) return;
    try {
      connection_->pump();
    } catch (const Error& error) {
      failure_.emplace(error);
    }
  }
  std::size_t unsent() const override { return connection_ ? connection_->unsent() : 0; }

  std::optional<Reply> take() override {
    return next([this] { return connection_->take(); });
  }
  Reply receive() override {
    return *next([this] { return std::optional<Reply>(connection_->receive()); });
  }

  void abandon() override {
    if (!pending_.empty()) connection_.reset();
    pending_.clear();
    failure_.reset();
  }

  Error refusal(const Reply& reply) const override { return error_of(reply.text()).at(place_); }

  Reply call(const Command& command) override {
    const net::Deadline deadline = net::after(options_.connect_timeout);
    for (int attempt = 0;; ++attempt) {
      std::uint64_t sent_before = 0;
      try {
        Connection& server = connection();
        sent_before = server.total_sent();
        Reply reply = server.call(command.words);
        if (command.script && reply.is_error() && error_word(reply.text()) == "NOSCRIPT") {
          std::vector<std::string_view> words(command.words.begin(), command.words.end());
          words[0] = "EVAL";
          words[1] = command.script->text;
          reply = server.call(words);
        }
        if (!reply.is_error()) return reply;
        const bool moved = is_demotion(reply.text());
        const Error error = refusal(reply);
        if (!moved) throw error;
        if (!pending_.empty()) throw error;
        // Refused, so nothing was done: the sentinels know the new master, or soon will.
        connection_.reset();
        if (std::chrono::steady_clock::now() >= deadline) throw error;
        pause(attempt);
      } catch (const Error& error) {
        if (!connection_ || !connection_->is_broken()) throw;
        if (!pending_.empty()) {
          failure_.emplace(error);
          throw command.is_read ? error : net::of_unknown_fate(error);
        }
        const bool done_perhaps = connection_->total_sent() != sent_before;
        connection_.reset();
        if (done_perhaps && !command.is_read) throw net::of_unknown_fate(error);
        if (attempt > 0 || net::is_late(error)) throw;  // asked again, a server that hangs would cost double
      }
    }
  }

  void scan(std::string_view match, const KeyVisitor& visit) override {
    scan_all(connection(), match, visit);
  }

  Reply call_any(Words words) override {
    Reply reply = connection().call(words);
    if (reply.is_error()) throw refusal(reply);
    return reply;
  }
  bool has_transactions() const override { return true; }
  std::uint64_t connections() const override { return connections_; }

 private:
  struct Pending {
    bool is_load = false;
    bool is_read = false;
    const Script* script = nullptr;
    std::string encoded = {};  // of scripts only
  };

  bool has_sentinels() const { return options_.topology == ServerOptions::Topology::sentinel; }
  bool is_demotion(std::string_view error) const {
    return has_sentinels() && error_word(error) == "READONLY";
  }

  Connection& connection() {
    const auto now = std::chrono::steady_clock::now();
    if (connection_ && pending_.empty()) {
      const bool idle = now - used_ > std::chrono::seconds(1);
      if (stale_ || failure_ || connection_->is_broken() || (idle && !connection_->is_alive())) connection_.reset();
    }
    used_ = now;
    if (failure_) throw *failure_;
    if (!connection_) {
      connection_ = breaker_.guard([this] { return connect(); });
      place_ = connection_->place();
      stale_ = false;
    }
    return *connection_;
  }

  std::unique_ptr<Connection> connect() {
    ++connections_;
    const net::Deadline deadline = net::after(options_.connect_timeout);
    Purpose purpose{options_.login, options_.tls, options_.db, has_sentinels()};
    if (!has_sentinels())
      return std::make_unique<Connection>(options_, options_.endpoints.front(), purpose, deadline);
    // Right after a fail-over the sentinels may still name the old master.
    for (int attempt = 0;; ++attempt) {
      try {
        return std::make_unique<Connection>(options_, ask_sentinels(options_, deadline), purpose, deadline);
      } catch (const Error& error) {
        if (error.code() != Errc::unavailable || std::chrono::steady_clock::now() >= deadline) throw;
        pause(attempt);
        if (std::chrono::steady_clock::now() >= deadline) throw;
      }
    }
  }

  /// The oldest reply that is not to a SCRIPT LOAD of ours. Nothing if `read` has none.
  template <class Read>
  std::optional<Reply> next(Read read) {
    while (!pending_.empty()) {
      std::optional<Reply> reply;
      if (!failure_) {
        try {
          reply = read();
          if (!reply) return std::nullopt;
        } catch (const Error& error) {
          if (!connection_->is_broken()) throw;
          failure_.emplace(error);
        }
      }
      if (failure_) fail_next();
      if (auto settled = settle(std::move(*reply))) return settled;
    }
    return std::nullopt;
  }

  /// Once the connection is broken, every command that was under way fails.
  [[noreturn]] void fail_next() {
    while (!pending_.empty() && pending_.front().is_load) pending_.pop_front();
    const Error error = pending_.empty() || pending_.front().is_read ? *failure_ : net::of_unknown_fate(*failure_);
    if (!pending_.empty()) pending_.pop_front();
    if (pending_.empty()) {
      failure_.reset();
      connection_.reset();
    }
    throw error;
  }

  /// Nothing for the answer to a SCRIPT LOAD of ours.
  std::optional<Reply> settle(Reply reply) {
    if (pending_.front().is_load || !reply.is_error()) {
      const bool is_load = pending_.front().is_load;
      pending_.pop_front();
      return is_load ? std::nullopt : std::optional(std::move(reply));
    }
    const Pending pending = std::move(pending_.front());
    pending_.pop_front();
    const std::string_view word = error_word(reply.text());
    if (is_demotion(reply.text())) stale_ = true;
    if (word != "NOSCRIPT" || !pending.script) return reply;
    // Somebody emptied the server's cache of scripts. What was sent behind this command has been done before it.
    try {
      const Reply loaded =
          connection_->call(std::array<std::string_view, 3>{"SCRIPT", "LOAD", pending.script->text});
      if (loaded.is_error()) return reply;
      return connection_->call_encoded(pending.encoded);
    } catch (const Error& error) {
      if (pending_.empty()) {
        connection_.reset();
      } else {
        failure_.emplace(error);
      }
      throw pending.is_read ? error : net::of_unknown_fate(error);
    }
  }

  ServerOptions options_;
  std::unique_ptr<Connection> connection_;
  std::string place_;  // of the last connection
  std::deque<Pending> pending_;
  std::optional<Error> failure_;  // of the connection, while commands are under way
  net::Breaker breaker_;
  std::uint64_t connections_ = 0;
  bool stale_ = false;  // the server is no master any more
  net::Deadline used_{};
};

}  // namespace

void pause(int attempt) {
  const long ms = std::min(100, 5 << std::min(attempt, 5));
  const timespec time{0, ms * 1'000'000};
  ::nanosleep(&time, nullptr);
}

void scan_all(Connection& connection, std::string_view match, const KeyVisitor& visit) {
  std::string cursor = "0";
  do {
    const Reply reply =
        connection.call(std::array<std::string_view, 6>{"SCAN", cursor, "MATCH", match, "COUNT", "1000"});
    if (reply.is_error()) throw connection.named(error_of(reply.text()));
    cursor = reply[0].text();
    const Reply keys = reply[1];
    for (std::size_t i = 0; i < keys.size(); ++i) visit(keys[i].text());
  } while (cursor != "0");
}

std::unique_ptr<Client> make_client(ServerOptions options) {
  if (options.topology == ServerOptions::Topology::cluster) return make_cluster_client(std::move(options));
  return std::make_unique<SingleClient>(std::move(options));
}

}  // namespace objectos::redis
