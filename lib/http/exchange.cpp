#include "http/exchange.hpp"

#include <httplib.h>

#include <algorithm>
#include <csignal>
#include <cstring>
#include <limits>

#include "http/answer_log.hpp"

namespace objectos::http {

bool Peer::send(std::string_view bytes, net::Deadline deadline) noexcept {
  try {
    while (!bytes.empty()) {
      const std::size_t sent = stream->write(bytes);
      bytes.remove_prefix(sent);
      // For room only: what the peer says meanwhile would end every wait at once.
      if (sent == 0 && !net::wait_for(descriptor, false, true, deadline)) return false;
    }
    return true;
  } catch (const std::exception&) {
    return false;
  }
}

namespace {

/// A chunk of one byte takes six.
std::uint64_t chunk_overhead(std::size_t body) {
  return std::uint64_t{body} * 5 + 1024;
}

/// The connection as cpp-httplib sees it: a head that is ours, so that no reading of it differs from ours,
/// then the body.
class BodyStream final : public httplib::Stream {
 public:
  BodyStream(const RequestHead& head, std::string& waiting, Peer& peer, const ExchangeLimits& limits,
             bool may_keep)
      : head_(canonical(head, may_keep)),
        waiting_(waiting),
        peer_(peer),
        left_(head.is_chunked ? limits.max_body + chunk_overhead(limits.max_body) : head.body_bytes),
        is_chunked_(head.is_chunked),
        time_(limits.body_time),
        deadline_(net::after(limits.body_time)) {}

  bool is_readable() const override { return true; }
  bool is_writable() const override { return !is_broken_; }
  bool wait_readable() const { return true; }  // pure in newer versions
  bool wait_writable() const { return !is_broken_; }
  time_t duration() const { return 0; }
  void get_remote_ip_and_port(std::string& ip, int& port) const override { ip.clear(), port = 0; }
  void get_local_ip_and_port(std::string& ip, int& port) const override { ip.clear(), port = 0; }
  socket_t socket() const override { return 0; }  // it is compared with FD_SETSIZE only

  ssize_t read(char* to, std::size_t size) override {
    if (head_at_ < head_.size()) {
      const std::size_t count = std::min(size, head_.size() - head_at_);
      std::memcpy(to, head_.data() + head_at_, count);
      head_at_ += count;
      return static_cast<ssize_t>(count);
    }
    if (left_ == 0) {
      is_too_long_ = is_chunked_;
      return -1;
    }
    const std::size_t count = read_body(to, std::min<std::uint64_t>(size, left_));
    left_ -= count;
    return count == 0 ? -1 : static_cast<ssize_t>(count);
  }

  ssize_t write(const char* bytes, std::size_t size) override {
    out_.append(bytes, size);
    if (out_.size() >= flush_at) flush();
    return is_broken_ ? -1 : static_cast<ssize_t>(size);
  }

  void flush() {
    // The time for the answer begins when there is something of it.
    if (!out_.empty() && !is_broken_) is_broken_ = !peer_.send(out_, net::after(time_));
    out_.clear();
  }
  void forget() { out_.clear(); }

  bool is_broken() const { return is_broken_; }
  bool is_late() const { return is_late_; }
  bool is_too_long() const { return is_too_long_; }
  /// True if nothing of the body is left that the next request would be taken for.
  bool is_read() const { return !is_chunked_ && left_ == 0; }

 private:
  static constexpr std::size_t flush_at = 256 * 1024;
  static std::string canonical(const RequestHead& head, bool may_keep) {
    std::string text = head.method + " / HTTP/1.1\r\n";
    // Without a length cpp-httplib would read to the end of the connection.
    text += head.is_chunked ? "Transfer-Encoding: chunked\r\n"
                            : "Content-Length: " + std::to_string(head.body_bytes) + "\r\n";
    if (head.waits_for_continue) text += "Expect: 100-continue\r\n";
    if (!may_keep) text += "Connection: close\r\n";
    return text += "\r\n";
  }

  std::size_t read_body(char* to, std::size_t size) {
    if (!waiting_.empty()) {
      const std::size_t count = std::min(size, waiting_.size());
      std::memcpy(to, waiting_.data(), count);
      waiting_.erase(0, count);
      return count;
    }
    flush();  // "100 Continue"
    try {
      while (!is_broken_ && !has_ended_) {
        if (const std::size_t count = peer_.stream->read(to, size)) return count;
        if (!peer_.stream->wait(false, deadline_)) {
          is_late_ = true;
          return 0;
        }
      }
    } catch (const std::exception&) {
      has_ended_ = true;  // it may still listen
    }
    return 0;
  }

  const std::string head_;
  std::size_t head_at_ = 0;
  std::string& waiting_;
  Peer& peer_;
  std::uint64_t left_;
  const bool is_chunked_;
  const Millis time_;
  const net::Deadline deadline_;
  std::string out_;
  bool is_broken_ = false;
  bool has_ended_ = false;
  bool is_late_ = false;
  bool is_too_long_ = false;
};

/// cpp-httplib's server ignores SIGPIPE for the whole process, which is the program's business.
class KeepSignals {
 public:
  KeepSignals() { ::sigaction(SIGPIPE, nullptr, &before_); }
  ~KeepSignals() { ::sigaction(SIGPIPE, &before_, nullptr); }
  KeepSignals(const KeepSignals&) = delete;
  KeepSignals& operator=(const KeepSignals&) = delete;

 private:
  struct sigaction before_ {};
};

}  // namespace

class Exchange::Server : private KeepSignals, public httplib::Server {
 public:
  Server(ExchangeLimits limits, http::Handler handler) : limits_(limits), handler_(std::move(handler)) {
    const auto route = [this](const httplib::Request& request, httplib::Response& response) {
      const bool is_too_long = request.body.size() > limits_.max_body;  // one in chunks
      const Reply reply = is_too_long ? body_too_large() : handler_(*head_, request.body);
      response.status = reply.status;
      for (const auto& [name, value] : all_fields(reply)) response.headers.emplace(name, value);
      const std::string_view text = reply.text();
      response.set_content(text.data(), text.size(), reply.type.c_str());
      log_answer(*peer_, head_, reply);
      is_answered_ = true;
    };
    Get("/", route).Post("/", route).Put("/", route).Patch("/", route).Delete("/", route).Options("/", route);
    // BodyStream limits bodies, and says of them what its own limit would not.
    set_payload_max_length(std::numeric_limits<std::size_t>::max());
    // What it tells clients in Keep-Alive.
    set_keep_alive_timeout(60);
    set_keep_alive_max_count(1'000'000);
  }

  bool answer(const RequestHead& head, std::string& waiting, Peer& peer, bool may_keep) {
    BodyStream body(head, waiting, peer, limits_, may_keep);
    head_ = &head;
    peer_ = &peer;
    is_answered_ = false;
    bool is_closed = false;
    process(body, !may_keep, is_closed);
    if (!is_answered_ && !body.is_broken()) {  // the body did not come as it was to
      body.forget();
      const Reply fault = fault_of(body);
      log_answer(peer, &head, fault);
      peer.send(last_answer(fault), net::after(limits_.body_time));
      return false;
    }
    body.flush();
    return may_keep && !is_closed && body.is_read() && !body.is_broken();
  }

 private:
  void process(httplib::Stream& stream, bool closes, bool& is_closed) {
#ifdef OBJECTOS_HTTPLIB_TAKES_ADDRESSES
    process_request(stream, "", 0, "", 0, closes, is_closed, {});
#else
    process_request(stream, closes, is_closed, {});
#endif
  }

  static Reply fault_of(const BodyStream& body) {
    if (body.is_too_long()) return body_too_large();
    if (body.is_late()) return failure(408, "data", "the body did not come in time");
    return failure(400, "data", "the body is not what its header says");
  }

  const ExchangeLimits limits_;
  const http::Handler handler_;
  const RequestHead* head_ = nullptr;  // of the request under way
  const Peer* peer_ = nullptr;         // who asks it
  bool is_answered_ = false;
};

Exchange::Exchange(ExchangeLimits limits, Handler handler)
    : server_(std::make_unique<Server>(limits, std::move(handler))) {}
Exchange::~Exchange() = default;

bool Exchange::answer(const RequestHead& head, std::string& waiting, Peer& peer, bool may_keep) {
  return server_->answer(head, waiting, peer, may_keep);
}

}  // namespace objectos::http
