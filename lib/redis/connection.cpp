#include "redis/connection.hpp"

#include <array>
#include <charconv>

#include "net/failure.hpp"
#include "tls/exports.hpp"

namespace objectos::redis {
namespace {

constexpr std::size_t read_size = 64u << 10;

void append_number(std::string& out, char kind, std::size_t number) {
  char digits[24];
  digits[0] = kind;
  char* end = std::to_chars(digits + 1, std::end(digits), number).ptr;
  *end++ = '\r';
  *end++ = '\n';
  out.append(digits, end);
}

[[noreturn]] void unasked() {
  throw Error(Errc::unavailable, Message("redis.unasked", "the server answers what nobody asked"));
}

}  // namespace

void append_command(std::string& out, Words words) {
  append_number(out, '*', words.size());
  for (const std::string_view word : words) {
    append_number(out, '$', word.size());
    out.append(word).append("\r\n");
  }
}

/// Errors name the server and break the connection.
template <class Operation>
auto Connection::guarded(Operation operation) {
  try {
    return operation();
  } catch (const Error& error) {
    broken_ = true;
    throw named(error);
  }
}

Connection::Connection(const ServerOptions& options, const Endpoint& endpoint, const Purpose& purpose,
                       net::Deadline deadline)
    : options_(options), endpoint_(endpoint) {
  guarded([&] {
    auto socket = net::connect(endpoint_, deadline);
    if (purpose.tls) {
      stream_ = tls::connect(std::move(socket), options.tls_options, endpoint_.host, deadline);
    } else {
      stream_ = std::move(socket);
    }
    log_in(purpose);
  });
}

void Connection::expect_ok(Words words) {
  send(words);
  const Reply reply = receive_from_network();
  if (reply.is_error()) throw error_of(reply.text());
}

/// One after the other: a command that follows a refused SELECT would be done in another database.
void Connection::log_in(const Purpose& purpose) {
  if (!purpose.login.password.empty() || !purpose.login.user.empty()) {
    std::array<std::string_view, 3> words{"AUTH", purpose.login.user, purpose.login.password};
    if (purpose.login.user.empty()) {
      words = {"AUTH", purpose.login.password};
      expect_ok(Words(words).first(2));
    } else {
      expect_ok(words);
    }
  }
  if (purpose.db != 0) {
    const std::string db = std::to_string(purpose.db);
    expect_ok(std::array<std::string_view, 2>{"SELECT", db});
  }
  if (purpose.must_be_master) {
    send(std::array<std::string_view, 1>{"ROLE"});
    const Reply role = receive_from_network();
    if (role.is_error()) throw error_of(role.text());
    if (role[0].text() != "master")
      throw Error(Errc::unavailable, Message("redis.not_master", "this server is no master now"));
  }
}

void Connection::pump() {
  guarded([this] {
    write_some();
    if (expected_ > 0) read_some();
  });
}

/// What the system takes now; how many bytes that were.
std::size_t Connection::write_some() {
  const std::size_t before = sent_;
  while (unsent() > 0) {
    const std::size_t n = stream_->write(std::string_view(out_).substr(sent_));
    if (n == 0) break;
    sent_ += n;
  }
  const std::size_t written = sent_ - before;
  total_sent_ += written;
  if (unsent() == 0 || sent_ > (1u << 20)) {
    out_.erase(0, sent_);
    sent_ = 0;
  }
  return written;
}

/// What is there; how many bytes that were.
std::size_t Connection::read_some() {
  char buffer[read_size];
  const std::size_t n = stream_->read(buffer, sizeof buffer);
  if (n > 0) reader_.feed({buffer, n});
  return n;
}

std::optional<Reply> Connection::take() {
  if (!early_.empty()) {
    std::optional<Reply> reply(std::move(early_.front()));
    early_.pop_front();
    return reply;
  }
  return guarded([this] {
    auto reply = reader_.next();
    if (reply && expected_-- == 0) unasked();
    return reply;
  });
}

Reply Connection::receive_from_network() {
  net::Deadline deadline = net::after(options_.reply_timeout);
  for (;;) {
    auto reply = reader_.next();
    if (reply) {
      --expected_;
      return std::move(*reply);
    }
    deadline += std::chrono::microseconds(write_some());
    if (!stream_->wait(unsent() > 0, deadline)) throw net::no_answer(options_.reply_timeout);
    deadline += std::chrono::microseconds(read_some());
  }
}

Reply Connection::receive() {
  if (!early_.empty()) {
    Reply reply = std::move(early_.front());
    early_.pop_front();
    return reply;
  }
  return guarded([this] { return receive_from_network(); });
}

Reply Connection::call(Words words) {
  std::string command;
  append_command(command, words);
  return call_encoded(command);
}

Reply Connection::call_encoded(std::string_view command) {
  return guarded([&] {
    const std::size_t before = expected_;
    if (before == 0 && reader_.next()) unasked();
    send_encoded(command);
    for (std::size_t i = 0; i < before; ++i) early_.push_back(receive_from_network());
    return receive_from_network();
  });
}

bool Connection::is_alive() {
  if (broken_) return false;
  try {
    char buffer[1];
    return stream_->read(buffer, 1) == 0;  // nothing was asked: only an end can come
  } catch (const Error&) {
    return false;
  }
}

}  // namespace objectos::redis
