#include "notification/message_id.hpp"

#include "core/random.hpp"

namespace objectos::notification {
namespace {

// Douglas Crockford's alphabet: no two characters look alike, and it sorts as its values do.
constexpr char alphabet[] = "0123456789abcdefghjkmnpqrstvwxyz";

}  // namespace

std::string new_message_id(std::int64_t now_ms) {
  std::string id;
  for (int shift = 40; shift >= 0; shift -= 5)
    id += alphabet[now_ms >> shift & 31];  // 45 bits: to the year 3084
  for (const char c : random_bytes(8)) id += alphabet[c & 31];
  return id;
}

std::string delivery_id(std::string_view message, std::size_t number) {
  std::string id(message);
  if (number > 0) id += "-" + std::to_string(number + 1);
  return id;
}

}  // namespace objectos::notification
