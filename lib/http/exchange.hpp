// One request and its answer: cpp-httplib reads the body and writes the answer; connections are not its
// business.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "http/reply.hpp"
#include "http/request_head.hpp"
#include "net/stream.hpp"

namespace objectos::http {

/// Who has connected.
struct Peer {
  int descriptor = -1;  ///< the stream's
  std::unique_ptr<net::Stream> stream;
  /// Sends all of it. False if the peer is gone or does not take it by the deadline.
  bool send(std::string_view bytes, net::Deadline deadline) noexcept;
};

struct ExchangeLimits {
  std::size_t max_body = 8u << 20;
  Millis body_time{30'000};
};

/// What is made of a request whose body is there.
using Handler = std::function<Reply(const RequestHead&, std::string_view body)>;

/// For one thread.
class Exchange {
 public:
  Exchange(ExchangeLimits limits, Handler handler);
  ~Exchange();
  Exchange(const Exchange&) = delete;
  Exchange& operator=(const Exchange&) = delete;

  /// Reads the body, from `waiting` (bytes that have come behind the head; what belongs to the body is taken
  /// out) and then from the peer, and answers. True if the connection can be used again, which `may_keep`
  /// must allow.
  bool answer(const RequestHead& head, std::string& waiting, Peer& peer, bool may_keep);

 private:
  class Server;
  std::unique_ptr<Server> server_;
};

}  // namespace objectos::http
