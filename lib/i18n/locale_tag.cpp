#include "i18n/locale_tag.hpp"

#include <algorithm>

#include "objectos/error.hpp"
#include "objectos/i18n.hpp"

namespace objectos {
namespace i18n {
namespace {

constexpr std::size_t max_bytes = 64;
constexpr std::size_t max_part = 8;

char folded(char c) noexcept {
  if (c == '_') return '-';
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
}
bool is_letter(char c) noexcept {
  return c >= 'a' && c <= 'z';
}
bool is_letter_or_digit(char c) noexcept {
  return is_letter(c) || (c >= '0' && c <= '9');
}

}  // namespace

bool is_locale_tag(std::string_view text) noexcept {
  if (text.size() > max_bytes) return false;
  std::size_t part = 0;  // bytes of the present part
  bool is_language = true;
  for (const char c : text) {
    const char plain = folded(c);
    if (plain == '-') {
      if (part == 0 || (is_language && part == 1)) return false;
      is_language = false;
      part = 0;
    } else {
      if (!(is_language ? is_letter(plain) : is_letter_or_digit(plain))) return false;
      if (++part > (is_language ? 3 : max_part)) return false;
    }
  }
  return is_language ? part >= 2 : part > 0;
}

void check_locale_tag(std::string_view text) {
  if (is_locale_tag(text)) return;
  throw Error(Errc::usage,
              Message("i18n.bad_locale", "\"{{locale}}\" is not a language tag such as en or pt-BR",
                      {{"locale", text.substr(0, max_bytes)}}));
}

std::string folded_tag(std::string_view tag) {
  std::string text(tag);
  std::transform(text.begin(), text.end(), text.begin(), folded);
  return text;
}

bool is_same_tag(std::string_view a, std::string_view b) noexcept {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return folded(x) == folded(y); });
}

std::string_view language_of(std::string_view tag) noexcept {
  return tag.substr(0, tag.find_first_of("-_"));
}

std::string_view parent_tag(std::string_view tag) noexcept {
  const std::size_t end = tag.find_last_of("-_");
  return end == tag.npos ? std::string_view() : tag.substr(0, end);
}

bool TagLess::operator()(std::string_view a, std::string_view b) const noexcept {
  return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(),
                                      [](char x, char y) { return folded(x) < folded(y); });
}

}  // namespace i18n

std::vector<std::string> locale_chain(std::string_view locale, std::string_view fallback) {
  std::vector<std::string> chain;
  for (const std::string_view start : {locale, fallback}) {
    if (!start.empty()) i18n::check_locale_tag(start);
    for (std::string_view tag = start; !tag.empty(); tag = i18n::parent_tag(tag)) {
      const bool is_new = std::none_of(chain.begin(), chain.end(), [tag](const std::string& known) {
        return i18n::is_same_tag(known, tag);
      });
      if (is_new) chain.emplace_back(tag);
    }
  }
  return chain;
}

}  // namespace objectos
