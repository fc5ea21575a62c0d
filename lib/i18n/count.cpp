#include "i18n/count.hpp"

#include "objectos/error.hpp"

namespace objectos::i18n {
namespace {

bool are_digits(std::string_view text) noexcept {
  return !text.empty() && text.find_first_not_of("0123456789") == text.npos;
}

}  // namespace

std::optional<Count> Count::of(std::string_view text) {
  if (text.size() > max_bytes) return std::nullopt;
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) text.remove_prefix(1);
  const std::size_t point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  if (!are_digits(whole)) return std::nullopt;
  Count count(0);
  for (const char digit : whole) {
    count.whole_ = count.whole_ * 10 + static_cast<std::uint64_t>(digit - '0');
    if (count.whole_ >= modulus * modulus) count.whole_ = count.whole_ % modulus + modulus;
  }
  if (point == text.npos) return count;
  count.decimals_ = text.substr(point + 1);
  if (!are_digits(count.decimals_)) return std::nullopt;
  return count;
}

Count Count::parse(std::string_view text) {
  if (std::optional<Count> count = of(text)) return *std::move(count);
  throw Error(Errc::usage, Message("i18n.bad_count", "\"{{text}}\" is not a number in decimal digits",
                                   {{"text", text.substr(0, 40)}}));
}

}  // namespace objectos::i18n
