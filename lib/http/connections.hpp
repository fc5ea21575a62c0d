// Connections, and the threads that serve them. Those that wait for a client cost no thread: the kernel tells
// which has something to say (epoll), and any idle thread reads it. Only a request whose header is whole
// occupies one.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

#include "http/exchange.hpp"
#include "http/listener.hpp"
#include "objectos/clock.hpp"
#include "tls/exports.hpp"

namespace objectos::http {

struct ConnectionLimits {
  std::size_t connections =
      256;  ///< more are answered 503 as soon as they have asked, unless it is for something urgent
  std::size_t beyond = 256;  ///< so many of those at a time; then the oldest of them is turned away
  Millis beyond_time{100};   ///< those have so long to ask
  Millis head_time{10'000};
  Millis idle_time{60'000};
  ExchangeLimits exchange;
};

/// What is decided before the body is read.
struct Admission {
  bool is_urgent = false;          ///< served beyond the limits, and by threads of its own: health
  std::optional<Reply> refusal{};  ///< the answer, without a look at the body
};

class Connections {
 public:
  using Admit = std::function<Admission(const RequestHead&)>;

  /// Accepts from `listener`; `tls` may be null.
  Connections(Listener& listener, tls::Acceptor* tls, ConnectionLimits limits, Admit admit, Handler handler);
  ~Connections();
  Connections(const Connections&) = delete;
  Connections& operator=(const Connections&) = delete;

  /// Error(unavailable) if the system has no threads or descriptors left.
  void start();
  /// As HttpServer::stop().
  void stop(Millis grace) noexcept;

 private:
  struct Connection;
  enum class Stage { incomplete, whole, over };

  // The threads.
  void work();
  void watch_over();

  void accept_all();
  void add(int descriptor);
  void on_bytes(Connection& connection, Exchange& exchange);
  void serve(Connection* connection, Exchange& exchange);

  static void receive(Connection& connection);
  Stage read_request(Connection& connection);
  Stage take_request(Connection& connection);
  bool answer(Connection& connection, Exchange& exchange);
  void refuse(Connection& connection, const Reply& reply);
  bool may_begin(Connection& connection);
  void stand_in_line(Connection& connection);
  Connection* next_in_line(bool was_urgent);

  void rest(Connection& connection);
  void linger(Connection& connection);
  void close(Connection& connection);
  void expire(SteadyPoint now);
  static void turn_away(Connection& connection);
  void turn_away_oldest();
  void arm(int descriptor, void* what, int operation) const noexcept;
  void listen_again() noexcept;

  Listener& listener_;
  tls::Acceptor* const tls_;
  const ConnectionLimits limits_;
  const Admit admit_;
  const Handler handler_;
  int poll_ = -1;
  int wake_ = -1;  // readable for ever: all threads end
  std::atomic<bool> draining_ = false;
  std::vector<std::thread> threads_;

  std::mutex mutex_;  // of what follows
  std::condition_variable changed_;
  std::unordered_map<Connection*, std::unique_ptr<Connection>> all_;
  std::size_t ordinary_ = 0;         // requests under way that are not urgent
  std::deque<Connection*> in_line_;  // whole requests that wait for a thread
  bool ended_ = false;
  bool accepts_later_ = false;  // the system had no descriptor for a connection
};

}  // namespace objectos::http
