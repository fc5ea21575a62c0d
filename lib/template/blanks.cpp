#include "template/blanks.hpp"

namespace objectos::templates {
namespace {

/// U+1680, U+2000 to U+200A, U+2028, U+2029, U+202F, U+205F, U+3000, U+FEFF.
bool is_wide_blank(std::string_view three) noexcept {
  if (three == "\xE1\x9A\x80" || three == "\xE2\x81\x9F" || three == "\xE3\x80\x80" ||
      three == "\xEF\xBB\xBF")
    return true;
  if (!three.starts_with("\xE2\x80")) return false;
  const auto last = static_cast<unsigned char>(three[2]);
  return (last >= 0x80 && last <= 0x8A) || last == 0xA8 || last == 0xA9 || last == 0xAF;
}

bool is_narrow_blank(char c) noexcept {
  return c == ' ' || (c >= '\t' && c <= '\r');
}

std::size_t trailing_blank(std::string_view text) noexcept {
  if (text.empty()) return 0;
  if (is_narrow_blank(text.back())) return 1;
  if (text.ends_with("\xC2\xA0")) return 2;
  return text.size() >= 3 && is_wide_blank(text.substr(text.size() - 3)) ? 3 : 0;
}

}  // namespace

std::size_t leading_blank(std::string_view text) noexcept {
  if (text.empty()) return 0;
  if (is_narrow_blank(text.front())) return 1;
  if (static_cast<unsigned char>(text.front()) < 0x80) return 0;
  if (text.starts_with("\xC2\xA0")) return 2;
  return text.size() >= 3 && is_wide_blank(text.substr(0, 3)) ? 3 : 0;
}

std::string_view without_leading_blanks(std::string_view text) noexcept {
  while (const std::size_t length = leading_blank(text)) text.remove_prefix(length);
  return text;
}

std::string_view without_trailing_blanks(std::string_view text) noexcept {
  while (const std::size_t length = trailing_blank(text)) text.remove_suffix(length);
  return text;
}

}  // namespace objectos::templates
