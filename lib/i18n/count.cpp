#include "i18n/count.hpp"

#include "objectos/error.hpp"

namespace objectos::i18n {
namespace {

constexpr std::size_t max_bytes = 100;
constexpr std::string_view digits = "0123456789";

}  // namespace

Count Count::parse(std::string_view text) {
  std::string_view rest = text;
  if (!rest.empty() && (rest[0] == '-' || rest[0] == '+')) rest.remove_prefix(1);
  const std::size_t point = rest.find('.');
  const std::string_view whole = rest.substr(0, point);
  const std::string_view decimals = point == rest.npos ? std::string_view() : rest.substr(point + 1);
  if (text.size() > max_bytes || whole.empty() || whole.find_first_not_of(digits) != whole.npos ||
      decimals.find_first_not_of(digits) != decimals.npos || (point != rest.npos && decimals.empty())) {
    throw Error(Errc::usage, Message("i18n.bad_count", "\"{{text}}\" is not a number in decimal digits",
                                     {{"text", text.substr(0, max_bytes)}}));
  }
  Count count(0);
  for (const char digit : whole) {
    count.whole_ = count.whole_ * 10 + static_cast<std::uint64_t>(digit - '0');
    if (count.whole_ >= modulus * modulus) count.whole_ = count.whole_ % modulus + modulus;
  }
  count.decimals_ = decimals;
  return count;
}

}  // namespace objectos::i18n
