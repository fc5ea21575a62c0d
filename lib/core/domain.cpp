#include "core/domain.hpp"

#include <arpa/inet.h>
#include <locale.h>
#include <wctype.h>

#include <algorithm>
#include <cstdint>
#include <vector>

#include "core/utf8.hpp"

namespace objectos {
namespace {

constexpr std::size_t max_label = 63;
constexpr std::size_t max_name = 253;

/// The text is well-formed and not empty.
std::uint32_t take(std::string_view& text) {
  const std::size_t length = utf8::sequence_length(text);
  const std::uint32_t c = utf8::decode(text.substr(0, length));
  text.remove_prefix(length);
  return c;
}

/// By the system's tables, whatever the locale of the process is. Without them a character that is in no
/// name.
std::uint32_t lower(std::uint32_t c) {
  if (c < 0x80) return c >= 'A' && c <= 'Z' ? c + 32 : c;
  static const locale_t tables = ::newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
  constexpr std::uint32_t dotted_i = 0x130, sharp_s = 0x1E9E;  // IDNA makes two characters of each
  if (!tables || c == dotted_i || c == sharp_s) return 0xFFFD;
  return static_cast<std::uint32_t>(::towlower_l(static_cast<wint_t>(c), tables));
}

/// Signs, blanks, and forms of a character of which a name has another one. Not all that IDNA forbids: the
/// resolver and the registry know the rest.
bool is_forbidden(std::uint32_t c) {
  return (c >= 0x80 && c < 0xB7) || (c > 0xB7 && c < 0xC0) || c == 0xD7 || c == 0xF7 || c == 0x130 ||
         c == 0x133 || c == 0x140 || c == 0x149 || c == 0x17F || (c >= 0x1C4 && c <= 0x1CC) ||
         (c >= 0x1F1 && c <= 0x1F3) || c == 0x374 || c == 0x37A || c == 0x37E || c == 0x387 ||
         (c >= 0x3D0 && c <= 0x3D6) || (c >= 0x3F0 && c <= 0x3F6 && c != 0x3F3) || c == 0x10FC ||
         c == 0x1E9A || c == 0x1E9B || (c >= 0x300 && c <= 0x36F) ||
         (c >= 0x2000 && c <= 0x2BFF && c != 0x200C && c != 0x200D) || (c >= 0x3000 && c <= 0x3004) ||
         (c >= 0xD800 && c <= 0xF8FF) || (c >= 0xFB00 && c <= 0xFB06) || (c >= 0xFE00 && c <= 0xFEFF) ||
         (c >= 0xFF00 && c <= 0xFFFF) || c >= 0xE0000;
}

bool is_name_character(std::uint32_t c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

std::uint32_t adapted_bias(std::uint32_t delta, std::uint32_t count, bool is_first) {
  delta = is_first ? delta / 700 : delta / 2;
  delta += delta / count;
  std::uint32_t k = 0;
  for (; delta > 455; k += 36) delta /= 35;
  return k + 36 * delta / (delta + 38);
}

void append_number(std::string& out, std::uint32_t number, std::uint32_t bias) {
  for (std::uint32_t k = 36;; k += 36) {
    const std::uint32_t threshold = k <= bias ? 1 : k >= bias + 26 ? 26 : k - bias;
    const std::uint32_t digit =
        number < threshold ? number : threshold + (number - threshold) % (36 - threshold);
    out += static_cast<char>(digit < 26 ? 'a' + digit : '0' + (digit - 26));
    if (number < threshold) return;
    number = (number - threshold) / (36 - threshold);
  }
}

/// RFC 3492, 6.3. A label has at most 63 characters when it comes here, so nothing overflows.
std::string punycode(const std::vector<std::uint32_t>& label) {
  std::string out;
  for (const std::uint32_t c : label) {
    if (c < 0x80) out += static_cast<char>(c);
  }
  const auto basic = static_cast<std::uint32_t>(out.size());
  std::uint32_t handled = basic;
  if (basic > 0) out += '-';
  std::uint32_t next = 0x80, delta = 0, bias = 72;
  while (handled < label.size()) {
    std::uint32_t smallest = UINT32_MAX;
    for (const std::uint32_t c : label) {
      if (c >= next) smallest = std::min(smallest, c);
    }
    delta += (smallest - next) * (handled + 1);
    next = smallest;
    for (const std::uint32_t c : label) {
      if (c < next) ++delta;
      if (c != next) continue;
      append_number(out, delta, bias);
      bias = adapted_bias(delta, handled + 1, handled == basic);
      delta = 0;
      ++handled;
    }
    ++delta;
    ++next;
  }
  return out;
}

std::optional<std::string> ascii_label(const std::vector<std::uint32_t>& label) {
  if (label.empty() || label.size() > max_label || label.front() == '-' || label.back() == '-')
    return std::nullopt;
  std::string out;
  bool is_ascii = true;
  for (const std::uint32_t c : label) {
    if (c < 0x80 ? !is_name_character(c) : is_forbidden(c)) return std::nullopt;
    is_ascii = is_ascii && c < 0x80;
    if (c < 0x80) out += static_cast<char>(c);
  }
  if (!is_ascii) out = "xn--" + punycode(label);
  if (out.size() > max_label) return std::nullopt;
  return out;
}

}  // namespace

std::optional<std::string> ascii_domain(std::string_view utf8) {
  // Four bytes a character at most, so a longer one is no name whatever it says.
  if (utf8.empty() || utf8.size() > 4 * max_name || utf8::valid_prefix(utf8) != utf8.size())
    return std::nullopt;
  std::string out;
  std::vector<std::uint32_t> label;
  while (true) {
    const bool is_end = utf8.empty();
    const std::uint32_t c = is_end ? '.' : lower(take(utf8));
    if (c != '.') {
      label.push_back(c);
      continue;
    }
    const auto ascii = ascii_label(label);
    if (!ascii) return std::nullopt;
    out += *ascii;
    if (out.size() > max_name) return std::nullopt;
    if (is_end) return out;
    out += '.';
    label.clear();
  }
}

bool is_ip_address(std::string_view text) {
  const std::string copy(text);
  if (copy.size() != text.size() || copy.find('\0') != copy.npos) return false;
  unsigned char bytes[16];
  return ::inet_pton(AF_INET, copy.c_str(), bytes) == 1 || ::inet_pton(AF_INET6, copy.c_str(), bytes) == 1;
}

}  // namespace objectos
