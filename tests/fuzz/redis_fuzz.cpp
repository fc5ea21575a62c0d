// What a Redis server, or somebody in its place, may answer; and what a file with a slot map may hold.
#include <string>

#include "fuzz.hpp"
#include "redis/cluster.hpp"
#include "redis/reply.hpp"
#include "redis/storage_backend.hpp"

namespace {

using objectos::Endpoint;
using namespace objectos::redis;

void look_at(const Reply& reply, int depth = 0) {
  MUST_HOLD(depth < 16);
  if (reply.is_nil()) return;
  if (reply.is_error()) {
    MUST_HOLD(*error_of(reply.text()).what() != '\0');
    parse_redirection(reply.text(), {"h", 1, {}});
    return;
  }
  if (reply.is_text()) {
    std::string stored;
    const objectos::Value value = value_of(reply.text());
    append_stored(stored, value);
    MUST_HOLD(value_of(stored) == value);
    return;
  }
  if (!succeeds(objectos::Errc::unavailable, [&] { reply.size(); })) {
    reply.integer();
    return;
  }
  for (std::size_t i = 0; i < reply.size(); ++i) look_at(reply[i], depth + 1);
}

/// A reply must not depend on how its bytes were cut.
std::size_t read_all(std::string_view bytes, std::size_t piece) {
  Reader reader;
  std::size_t replies = 0;
  succeeds(objectos::Errc::unavailable, [&] {
    for (std::size_t at = 0; at < bytes.size(); at += piece) {
      reader.feed(bytes.substr(at, piece));
      while (const auto reply = reader.next()) {
        ++replies;
        look_at(*reply);
        succeeds(objectos::Errc::unavailable, [&] { SlotMap::from_reply(*reply, {"h", 1, {}}); });
      }
    }
  });
  return replies;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes = as_text(data, size);
  MUST_HOLD(read_all(bytes, size + 1) == read_all(bytes, 3));
  if (const auto map = SlotMap::parse(bytes)) MUST_HOLD(SlotMap::parse(map->text())->text() == map->text());
  MUST_HOLD(slot_of(bytes) < slot_count);
  return 0;
}
