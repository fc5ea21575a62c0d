// One connection to one Redis server: commands out, replies in, in order, with deadlines.
#pragma once

#include <deque>
#include <initializer_list>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <string_view>

#include "kernel/server_options.hpp"
#include "net/stream.hpp"
#include "redis/reply.hpp"
#include "redis/script.hpp"

namespace objectos::redis {

using Words = std::span<const std::string_view>;

/// Appends a command as the server reads it.
void append_command(std::string& out, Words words);

/// What a connection is for: with whose password, over TLS or not, which database.
struct Purpose {
  Credentials login;
  bool tls = false;
  int db = 0;
  bool must_be_master = false;  ///< asks for its role: Error(unavailable) unless it is a master
};

/// Not thread safe. After an Error it is broken, and good for nothing but being destroyed; the error names the
/// server. Error replies are replies.
class Connection {
 public:
  /// Connects, logs in, chooses the database. Error(denied) if the login is refused.
  Connection(const ServerOptions& options, const Endpoint& endpoint, const Purpose& purpose, net::Deadline deadline);

  /// Puts a command behind those that wait to be sent.
  void send(Words words) { append_command(out_, words); ++expected_; }
  /// The same with a command that append_command() made.
  void send_encoded(std::string_view command) { out_.append(command); ++expected_; }
  /// Sends and reads what can be without waiting.
  void pump();
  std::size_t unsent() const noexcept { return out_.size() - sent_; }
  /// Bytes sent so far; what fails before any of a command's are sent did not happen.
  std::uint64_t total_sent() const noexcept { return total_sent_; }
  /// The next reply, if it is here.
  std::optional<Reply> take();
  /// The next reply. Error(unavailable) if it does not come within the reply time-out; large replies get a second
  /// for each megabyte more.
  Reply receive();
  /// send() and receive(); replies that were under way wait for take() and receive().
  Reply call(Words words);
  Reply call_encoded(std::string_view command);

  /// Between commands: false if the server has closed the connection meanwhile.
  bool is_alive();
  bool is_broken() const noexcept { return broken_; }
  const Endpoint& endpoint() const noexcept { return endpoint_; }
  /// "redis at HOST:PORT"
  std::string place() const { return "redis at " + endpoint_.text(); }
  /// What happened is the server's.
  Error named(const Error& error) const { return error.at(place()); }

  std::set<const Script*> loaded;  ///< scripts that this server is known to have

 private:
  template <class Operation>
  auto guarded(Operation operation);
  void log_in(const Purpose& purpose);
  void expect_ok(Words words);
  Reply receive_from_network();
  std::size_t write_some();
  std::size_t read_some();

  ServerOptions const& options_;
  Endpoint endpoint_;
  std::unique_ptr<net::Stream> stream_;
  Reader reader_;
  std::string out_;
  std::size_t sent_ = 0;
  std::uint64_t total_sent_ = 0;
  std::size_t expected_ = 0;   // replies that have not come yet
  std::deque<Reply> early_;    // replies that a call() had to read first
  bool broken_ = false;
};

}  // namespace objectos::redis
