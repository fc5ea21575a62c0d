// What a client sends to `serve`, in pieces of any size: no crash, every request that is admitted is answered
// once, and where a head ends does not depend on what follows it.
#include <cstring>
#include <memory>
#include <string>

#include "fuzz.hpp"
#include "http/api.hpp"
#include "http/exchange.hpp"
#include "objectos/metrics.hpp"
#include "objectos/metrics_store.hpp"
#include "objectos/storage.hpp"

using namespace objectos;

namespace {

/// Gives what the client sent, then its end; takes what is answered.
class Client final : public net::Stream {
 public:
  Client(std::string_view sends, std::string& hears) : sends_(sends), hears_(hears) {}
  std::size_t read(char* to, std::size_t size) override {
    if (sends_.empty())
      throw Error(Errc::unavailable, Message("net.closed", "the server closed the connection"));
    const std::size_t count = std::min({size, sends_.size(), std::size_t{97}});
    std::memcpy(to, sends_.data(), count);
    sends_.remove_prefix(count);
    return count;
  }
  std::size_t write(std::string_view bytes) override {
    hears_.append(bytes);
    return bytes.size();
  }
  bool wait(bool, net::Deadline) override { return true; }

 private:
  std::string_view sends_;
  std::string& hears_;
};

http::Api& api() {
  static http::Api made(HttpServerOptions{},
                        HttpServices{.storage = std::make_shared<Storage>(memory_storage(100)),
                                     .metrics = std::make_shared<Metrics>(memory_metrics())});
  return made;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view input = as_text(data, size);
  static std::size_t answered = 0;
  static http::Exchange exchange({1 << 16, Millis(1'000)},
                                 [](const http::RequestHead& head, std::string_view body) {
                                   ++answered;
                                   return api().answer(head, body);
                                 });
  for (int requests = 0; requests < 8; ++requests) {
    const http::HeadReading reading = http::read_head(input);
    MUST_HOLD((reading.status != 0) == (reading.fault != nullptr));
    if (!reading.head) break;
    MUST_HOLD(reading.size <= http::max_head_bytes && reading.size <= input.size());
    const http::HeadReading alone = http::read_head(input.substr(0, reading.size));
    MUST_HOLD(alone.head && alone.size == reading.size && alone.head->body_bytes == reading.head->body_bytes);
    MUST_HOLD(!http::read_head(input.substr(0, reading.size - 1)).head);
    if (api().admit(*reading.head).refusal) break;

    const std::size_t head_end = std::min(input.size(), reading.size + 5);
    std::string waiting(input.substr(reading.size, head_end - reading.size));
    std::string hears;
    http::Peer peer{-1, std::make_unique<Client>(input.substr(head_end), hears)};
    const std::size_t before = answered;
    const bool may_go_on = exchange.answer(*reading.head, waiting, peer, reading.head->keeps_alive);
    MUST_HOLD(answered - before <= 1);
    MUST_HOLD(hears.starts_with("HTTP/1.1 "));
    if (!may_go_on) break;
    MUST_HOLD(!reading.head->is_chunked);
    MUST_HOLD(reading.head->body_bytes <= input.size() - reading.size);
    input.remove_prefix(reading.size + reading.head->body_bytes);
  }
  return 0;
}
