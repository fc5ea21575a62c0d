#include "http/connections.hpp"

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <system_error>

#include "http/answer_log.hpp"
#include "objectos/log.hpp"

namespace objectos::http {
namespace {

// A request that waits for a slow store holds its thread; those for urgent ones stay free.
constexpr std::size_t max_ordinary = 24;
constexpr std::size_t thread_count = max_ordinary + 4;
/// How long a client may take to see that it was refused; what it still sends meanwhile goes nowhere.
constexpr Millis linger_time{1'000};
/// Of connections that are idle when the server stops: a request may be on its way.
constexpr Millis last_chance{250};
constexpr Millis watch_interval{20};

Reply no_room() {
  return failure(503, "unavailable", "too many connections");
}

[[noreturn]] void no_resources(int why) {
  throw Error(Errc::unavailable, Message("serve.resources", "the system has no room for a server: {{reason}}",
                                         {{"reason", std::generic_category().message(why)}}));
}

}  // namespace

/// Belongs to one thread at a time: whoever the kernel gave its event to, then the line or again the kernel.
/// `rests`, `deadline` and `is_beyond` are guarded by mutex_.
struct Connections::Connection {
  Peer peer;
  std::string bytes;  ///< that have come and are not used yet
  std::optional<RequestHead> head;
  bool is_urgent = false;
  bool has_ended = false;  ///< no more bytes will come
  bool lingers = false;
  bool is_beyond = false;
  bool rests = false;      ///< the kernel has it
  SteadyPoint deadline{};  ///< of its rest
  SteadyPoint began{};     ///< when the first byte of a request, or the connection, came

  /// Nothing of a request has come.
  bool is_idle() const { return bytes.empty() && !lingers; }
};

Connections::Connections(Listener& listener, tls::Acceptor* tls, ConnectionLimits limits, Admit admit,
                         Handler handler)
    : listener_(listener),
      tls_(tls),
      limits_(limits),
      admit_(std::move(admit)),
      handler_(std::move(handler)) {
  poll_ = ::epoll_create1(EPOLL_CLOEXEC);
  wake_ = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (poll_ < 0 || wake_ < 0) no_resources(errno);
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.ptr = &wake_;
  ::epoll_ctl(poll_, EPOLL_CTL_ADD, wake_, &event);
}

Connections::~Connections() {
  stop(Millis(0));
  ::close(wake_);
  ::close(poll_);
}

void Connections::start() {
  sigset_t all, before;
  ::sigfillset(&all);
  ::pthread_sigmask(SIG_SETMASK, &all, &before);  // threads inherit it
  try {
    for (std::size_t i = 0; i < thread_count; ++i) threads_.emplace_back([this] { work(); });
    threads_.emplace_back([this] { watch_over(); });
  } catch (const std::system_error& error) {
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
    no_resources(error.code().value());
  }
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  arm(listener_.descriptor(), &listener_, EPOLL_CTL_ADD);
}

void Connections::stop(Millis grace) noexcept {
  const SteadyPoint deadline = deadline_after(grace);
  if (!draining_.exchange(true)) accept_all();  // what the kernel has said yes to
  {
    std::unique_lock lock(mutex_);
    listener_.close();
    if (ended_) return;
    const SteadyPoint chance = deadline_after(last_chance);
    for (const auto& [connection, owned] : all_) {
      if (connection->rests && connection->is_idle())
        connection->deadline = std::min(connection->deadline, chance);
    }
    changed_.wait_until(lock, deadline, [this] { return all_.empty(); });
    ended_ = true;
    for (const auto& [connection, owned] : all_) ::shutdown(connection->peer.descriptor, SHUT_RDWR);
  }
  changed_.notify_all();
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto written = ::write(wake_, &one, sizeof one);
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
  all_.clear();
}

// ---- the threads

void Connections::work() {
  Exchange exchange(limits_.exchange, handler_);
  for (;;) {
    epoll_event event{};
    const int count = ::epoll_wait(poll_, &event, 1, -1);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0 || event.data.ptr == &wake_) return;
    if (event.data.ptr == &listener_) {
      accept_all();
    } else {
      on_bytes(*static_cast<Connection*>(event.data.ptr), exchange);
    }
  }
}

/// Ends what has waited for too long.
void Connections::watch_over() {
  std::unique_lock lock(mutex_);
  while (!ended_) {
    if (all_.empty() && !accepts_later_) {
      changed_.wait(lock, [this] { return ended_ || !all_.empty() || accepts_later_; });
    } else {
      changed_.wait_for(lock, watch_interval, [this] { return ended_; });
    }
    expire(std::chrono::steady_clock::now());
    if (accepts_later_) listen_again();
  }
}

void Connections::expire(SteadyPoint now) {
  for (const auto& [connection, owned] : all_) {
    if (connection->rests && now >= connection->deadline) turn_away(*connection);
  }
}

/// It has had its time. A thread will find it ended, and close it.
void Connections::turn_away(Connection& connection) {
  connection.rests = false;
  try {
    // What it waits for: room for it, or the rest of a request. An idle one is closed without a word.
    std::optional<Reply> answer;
    if (connection.is_beyond) {
      answer = no_room();
    } else if (!connection.bytes.empty() && !connection.lingers) {
      answer = failure(408, "data", "the request did not come in time");
    }
    if (answer) {
      log_answer(connection.peer, nullptr, *answer);
      connection.peer.stream->write(last_answer(*answer));
    }
  } catch (const std::exception&) {
  }
  ::shutdown(connection.peer.descriptor, SHUT_RDWR);
}

/// Of those beyond the limit: whoever comes may be asking for health.
void Connections::turn_away_oldest() {
  Connection* oldest = nullptr;
  for (const auto& [connection, owned] : all_) {
    if (connection->rests && connection->is_beyond && (!oldest || connection->deadline < oldest->deadline))
      oldest = connection;
  }
  if (oldest) turn_away(*oldest);
}

// ---- connections come and go

void Connections::accept_all() {
  for (;;) {
    int descriptor = -1;
    {
      const std::lock_guard lock(mutex_);
      if (listener_.descriptor() < 0) return;
      descriptor = listener_.accept();
      if (descriptor < 0) {
        if (errno == ECONNABORTED || errno == EINTR) continue;
        if (errno == EAGAIN || errno == EWOULDBLOCK) {
          if (!draining_) arm(listener_.descriptor(), &listener_, EPOLL_CTL_MOD);
        } else {
          accepts_later_ = true;
          changed_.notify_all();
        }
        return;
      }
    }
    try {
      add(descriptor);
    } catch (const std::exception& error) {  // no memory for it
      Logger("http").error(error.what());
    }
  }
}

void Connections::listen_again() noexcept {
  accepts_later_ = false;
  if (listener_.descriptor() >= 0) arm(listener_.descriptor(), &listener_, EPOLL_CTL_MOD);
}

void Connections::add(int descriptor) {
  auto socket = std::make_unique<net::Socket>(descriptor);
  auto connection = std::make_unique<Connection>();
  connection->peer.descriptor = descriptor;
  connection->peer.stream = tls_ ? tls_->accept(std::move(socket)) : std::move(socket);
  connection->began = std::chrono::steady_clock::now();
  Connection* const it = connection.get();
  {
    const std::lock_guard lock(mutex_);
    if (all_.size() >= limits_.connections + limits_.beyond) turn_away_oldest();
    if (all_.size() >= limits_.connections + 2 * limits_.beyond) {  // threads do not keep up with closing
      if (!tls_) connection->peer.stream->write(last_answer(no_room()));
      return;
    }
    it->is_beyond = all_.size() >= limits_.connections;
    const Millis time = it->is_beyond ? limits_.beyond_time : limits_.head_time;
    it->deadline = deadline_after(draining_ ? std::min(time, last_chance) : time, it->began);
    it->rests = true;
    all_.emplace(it, std::move(connection));
    if (all_.size() == 1) changed_.notify_all();
    arm(descriptor, it, EPOLL_CTL_ADD);
  }
}

void Connections::close(Connection& connection) {
  const std::lock_guard lock(mutex_);
  all_.erase(&connection);
  if (all_.empty()) changed_.notify_all();
}

/// Gives it to the kernel until there is something to read. Under the lock, which whoever gets it next takes first.
void Connections::rest(Connection& connection) {
  const std::lock_guard lock(mutex_);
  SteadyPoint deadline;
  if (connection.lingers) {
    deadline = deadline_after(linger_time, connection.began);
  } else if (!connection.bytes.empty()) {
    deadline = deadline_after(limits_.head_time, connection.began);
  } else {
    deadline = deadline_after(limits_.idle_time);
  }
  if (connection.is_beyond && !connection.lingers) deadline = std::min(deadline, connection.deadline);
  if (draining_ && connection.is_idle()) deadline = std::min(deadline, deadline_after(last_chance));
  connection.deadline = deadline;
  connection.rests = true;
  arm(connection.peer.descriptor, &connection, EPOLL_CTL_MOD);
}

/// Closed at once it would be reset, and the client might not see what it was told.
void Connections::linger(Connection& connection) {
  ::shutdown(connection.peer.descriptor, SHUT_WR);
  connection.lingers = true;
  connection.bytes.clear();
  connection.began = std::chrono::steady_clock::now();
  rest(connection);
}

void Connections::arm(int descriptor, void* what, int operation) const noexcept {
  epoll_event event{};
  event.events = EPOLLIN | EPOLLRDHUP | EPOLLONESHOT;
  event.data.ptr = what;
  ::epoll_ctl(poll_, operation, descriptor, &event);
}

// ---- requests

void Connections::on_bytes(Connection& connection, Exchange& exchange) {
  {
    const std::lock_guard lock(mutex_);
    connection.rests = false;
  }
  const bool was_idle = connection.bytes.empty();
  receive(connection);  // throws nothing, as all that is called from here
  if (connection.lingers) {
    connection.bytes.clear();
    return connection.has_ended ? close(connection) : rest(connection);
  }
  if (was_idle && !connection.is_beyond) connection.began = std::chrono::steady_clock::now();
  switch (read_request(connection)) {
    case Stage::incomplete: return connection.has_ended ? close(connection) : rest(connection);
    case Stage::over: return;
    case Stage::whole:
      if (may_begin(connection)) serve(&connection, exchange);
  }
}

/// Takes what has come, as long as it may belong to a head.
void Connections::receive(Connection& connection) {
  char buffer[8192];
  try {
    while (connection.bytes.size() <= max_head_bytes || connection.lingers) {
      const std::size_t count = connection.peer.stream->read(buffer, sizeof buffer);
      if (count == 0) return;
      if (!connection.lingers) connection.bytes.append(buffer, count);
    }
  } catch (const std::exception&) {  // it has ended, or there is no memory for it
    connection.has_ended = true;
  }
}

/// Whole: its head is there, and it was admitted. Over: the connection is not ours any more.
Connections::Stage Connections::read_request(Connection& connection) {
  try {
    return take_request(connection);
  } catch (const std::exception& error) {  // no memory for it
    Logger("http").error(error.what());
    close(connection);
    return Stage::over;
  }
}

Connections::Stage Connections::take_request(Connection& connection) {
  HeadReading reading = read_head(connection.bytes);
  if (reading.status != 0) {
    refuse(connection, failure(reading.status, "data", reading.fault));
    return Stage::over;
  }
  if (!reading.head) return Stage::incomplete;
  connection.bytes.erase(0, reading.size);
  connection.head = std::move(reading.head);
  Admission admission = admit_(*connection.head);
  connection.is_urgent = admission.is_urgent;
  if (!admission.refusal && connection.is_beyond && !admission.is_urgent) admission.refusal = no_room();
  if (!admission.refusal && !connection.head->is_chunked &&
      connection.head->body_bytes > limits_.exchange.max_body)
    admission.refusal = body_too_large();
  if (!admission.refusal) return Stage::whole;
  refuse(connection, *admission.refusal);
  return Stage::over;
}

void Connections::refuse(Connection& connection, const Reply& reply) {
  log_answer(connection.peer, connection.head ? &*connection.head : nullptr, reply);
  connection.peer.send(last_answer(reply), net::after(linger_time));
  linger(connection);
}

/// False: it stands in line.
bool Connections::may_begin(Connection& connection) {
  if (connection.is_urgent) return true;
  const std::lock_guard lock(mutex_);
  if (ordinary_ < max_ordinary) {
    ++ordinary_;
    return true;
  }
  in_line_.push_back(&connection);
  return false;
}

/// With the place of this thread, which goes to whoever is first in line.
void Connections::stand_in_line(Connection& connection) {
  connection.is_urgent = false;
  const std::lock_guard lock(mutex_);
  in_line_.push_back(&connection);
}

Connections::Connection* Connections::next_in_line(bool was_urgent) {
  if (was_urgent) return nullptr;
  const std::lock_guard lock(mutex_);
  if (in_line_.empty()) {
    --ordinary_;
    return nullptr;
  }
  Connection* const next = in_line_.front();
  in_line_.pop_front();
  return next;
}

/// Answers it, and then those that stand in line: the thread takes its place with it.
void Connections::serve(Connection* connection, Exchange& exchange) {
  while (connection) {
    const bool was_urgent = connection->is_urgent;
    if (!answer(*connection, exchange)) {
      connection->has_ended ? close(*connection) : linger(*connection);
    } else {
      receive(*connection);
      connection->began = std::chrono::steady_clock::now();
      switch (read_request(*connection)) {
        case Stage::incomplete: connection->has_ended ? close(*connection) : rest(*connection); break;
        case Stage::over: break;
        case Stage::whole:  // sent ahead
          if (was_urgent && may_begin(*connection)) continue;
          if (!was_urgent) stand_in_line(*connection);
      }
    }
    connection = next_in_line(was_urgent);
  }
}

/// True if the connection can be used again.
bool Connections::answer(Connection& connection, Exchange& exchange) {
  const RequestHead head = std::move(*connection.head);
  connection.head.reset();
  const bool may_keep = head.keeps_alive && !draining_ && !connection.is_beyond;
  try {
    return exchange.answer(head, connection.bytes, connection.peer, may_keep);
  } catch (const std::exception& error) {  // no memory for it
    Logger("http").error(error.what());
    return false;
  }
}

}  // namespace objectos::http
