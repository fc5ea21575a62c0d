#include "notification/sms_text.hpp"

#include <algorithm>

#include "core/utf8.hpp"

namespace objectos::notification {
namespace {

constexpr std::u32string_view basic =
    U"@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    U"¿abcdefghijklmnopqrstuvwxyzäöñüà";
constexpr std::u32string_view extension = U"\f^{}\\[~]|€";  // an escape in front of each

/// Septets, or 0 if it is not of the alphabet.
std::size_t septets(char32_t c) {
  if (basic.find(c) != basic.npos) return 1;
  return extension.find(c) != extension.npos ? 2 : 0;
}

struct Sizes {
  std::size_t alone;  // units in one message
  std::size_t part;   // in each of several
};

/// A character of two units stands in one segment whole.
class Segments {
 public:
  explicit Segments(std::size_t part) : part_(part) {}
  void add(std::size_t units) {
    if (used_ + units > part_ || count_ == 0) {
      ++count_;
      used_ = 0;
    }
    used_ += units;
  }
  std::size_t count() const { return count_; }

 private:
  const std::size_t part_;
  std::size_t count_ = 0, used_ = 0;
};

}  // namespace

SmsLength sms_length(std::string_view text) {
  SmsLength length;
  std::u32string characters;
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view sequence = text.substr(at, utf8::sequence_length(text.substr(at)));
    const char32_t c = utf8::decode(sequence);
    at += sequence.size();
    characters.push_back(c);
    if (septets(c) == 0 && length.is_gsm) {
      length.is_gsm = false;
      length.first_other = sequence;
    }
  }
  const Sizes sizes = length.is_gsm ? Sizes{160, 153} : Sizes{70, 67};
  Segments parts(sizes.part);
  for (const char32_t c : characters) {
    const std::size_t units = length.is_gsm ? septets(c) : c > 0xffff ? 2 : 1;
    length.units += units;
    parts.add(units);
  }
  length.characters = characters.size();
  length.segments = length.units <= sizes.alone ? 1 : parts.count();
  return length;
}

bool is_phone_number(std::string_view text) noexcept {
  return text.size() >= 8 && text.size() <= 16 && text[0] == '+' && text[1] >= '1' && text[1] <= '9' &&
         std::all_of(text.begin() + 2, text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace objectos::notification
