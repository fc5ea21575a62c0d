#include "core/envelope_address.hpp"

#include <algorithm>

#include "core/domain.hpp"
#include "core/utf8.hpp"
#include "objectos/error.hpp"
#include "objectos/log.hpp"

namespace objectos {
namespace {

constexpr std::size_t max_local_part = 64;  // RFC 5321, 4.5.3.1.1
constexpr std::size_t max_path = 254;       // 4.5.3.1.3: 256 with the angle brackets

bool is_control(char c) {
  return static_cast<unsigned char>(c) < ' ' || c == 0x7F;
}

bool is_atom_character(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
         static_cast<unsigned char>(c) >= 0x80 ||
         std::string_view("!#$%&'*+-/=?^_`{|}~").find(c) != std::string_view::npos;
}

bool is_dot_atom(std::string_view text) {
  if (text.empty() || text.front() == '.' || text.back() == '.' || text.find("..") != text.npos) return false;
  return std::all_of(text.begin(), text.end(), [](char c) { return c == '.' || is_atom_character(c); });
}

/// Of `"a\"b"`; nothing if the quotes do not end where the text does.
std::optional<std::string> unquoted(std::string_view text) {
  std::string out;
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (text[i] == '"') {
      if (i + 1 != text.size()) return std::nullopt;
      return out;
    }
    if (text[i] == '\\' && ++i == text.size()) return std::nullopt;
    out += text[i];
  }
  return std::nullopt;
}

}  // namespace

bool is_local_part(std::string_view unquoted) {
  return !unquoted.empty() && unquoted.size() <= max_local_part &&
         utf8::valid_prefix(unquoted) == unquoted.size() &&
         std::none_of(unquoted.begin(), unquoted.end(), is_control);
}

std::string quoted_string(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

std::string quoted_local_part(std::string_view unquoted) {
  return is_dot_atom(unquoted) ? std::string(unquoted) : quoted_string(unquoted);
}

std::optional<std::string> mail_domain(std::string_view text) {
  if (text.size() < 2 || text.front() != '[' || text.back() != ']') return ascii_domain(text);
  const std::string_view inner = text.substr(1, text.size() - 2);
  constexpr std::string_view six = "IPv6:";
  const bool is_six = inner.substr(0, six.size()) == six;
  const std::string_view address = is_six ? inner.substr(six.size()) : inner;
  if (!is_ip_address(address) || (address.find(':') != address.npos) != is_six) return std::nullopt;
  return std::string(text);
}

std::string envelope_address(std::string_view text) {
  const std::size_t at = text.rfind('@');
  if (at == text.npos) throw_no_address(text);
  const std::string_view before = text.substr(0, at);
  const bool is_quoted = !before.empty() && before.front() == '"';
  const auto local = is_quoted ? unquoted(before) : std::string(before);
  const auto domain = mail_domain(text.substr(at + 1));
  if (!local || !is_local_part(*local) || !domain || (!is_quoted && !is_dot_atom(*local)))
    throw_no_address(text);
  std::string out = quoted_local_part(*local) + '@' + *domain;
  if (out.size() > max_path) throw_no_address(text);
  return out;
}

void throw_no_address(std::string_view text) {
  constexpr std::size_t most = 200;
  throw Error(Errc::usage, Message("mail.address", "\"{{address}}\" is no mail address",
                                   {{"address", printable(redact(text.substr(0, most)))}}));
}

}  // namespace objectos
