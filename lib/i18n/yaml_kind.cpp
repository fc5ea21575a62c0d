#include "i18n/yaml_kind.hpp"

#include <algorithm>

namespace objectos::i18n {
namespace {

bool is_one_of(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

bool consists_of(std::string_view text, std::string_view characters) {
  return !text.empty() && text.find_first_not_of(characters) == text.npos;
}

bool is_number(std::string_view text) {
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  if (text.empty()) return false;
  if (is_one_of(text, {".inf", ".Inf", ".INF"})) return true;
  if (text.starts_with("0x")) return consists_of(text.substr(2), "0123456789abcdefABCDEF_");
  if (text.starts_with("0b")) return consists_of(text.substr(2), "01_");
  if (text.starts_with("0o")) return consists_of(text.substr(2), "01234567_");
  if (!(text[0] >= '0' && text[0] <= '9') &&
      !(text[0] == '.' && text.size() > 1 && text[1] >= '0' && text[1] <= '9'))
    return false;
  const std::size_t digits = std::min(text.find_first_not_of("0123456789_"), text.size());
  std::string_view rest = text.substr(digits);
  if (rest.empty()) return true;
  // 12:30 and 12:30:45 count minutes and seconds; each part but the first is below 60.
  while (rest.starts_with(':') && rest.size() > 1 && rest[1] >= '0' && rest[1] <= '9') {
    const std::size_t length = rest.size() > 2 && rest[2] >= '0' && rest[2] <= '9' ? 2 : 1;
    if (length == 2 && rest[1] > '5') return false;
    rest.remove_prefix(1 + length);
    if (rest.empty()) return true;
  }
  if (rest.starts_with('.'))
    rest.remove_prefix(std::min(rest.find_first_not_of("0123456789_", 1), rest.size()));
  if (rest.empty()) return true;
  if (rest[0] != 'e' && rest[0] != 'E') return false;
  rest.remove_prefix(1);
  if (rest.starts_with('-') || rest.starts_with('+')) rest.remove_prefix(1);
  return consists_of(rest, "0123456789");
}

}  // namespace

NodeKind yaml_kind(std::string_view plain) noexcept {
  if (plain.empty() || plain == "~") return NodeKind::null;
  if (plain.size() > 64) return NodeKind::string;  // no word of the list, and no number that anybody wrote
  switch (plain[0]) {
    case 'n':
    case 'N':
      if (is_one_of(plain, {"null", "Null", "NULL"})) return NodeKind::null;
      if (is_one_of(plain, {"no", "No", "NO"})) return NodeKind::boolean;
      return NodeKind::string;
    case 'y':
    case 'Y': return is_one_of(plain, {"yes", "Yes", "YES"}) ? NodeKind::boolean : NodeKind::string;
    case 't':
    case 'T': return is_one_of(plain, {"true", "True", "TRUE"}) ? NodeKind::boolean : NodeKind::string;
    case 'f':
    case 'F': return is_one_of(plain, {"false", "False", "FALSE"}) ? NodeKind::boolean : NodeKind::string;
    case 'o':
    case 'O':
      return is_one_of(plain, {"on", "On", "ON", "off", "Off", "OFF"}) ? NodeKind::boolean : NodeKind::string;
    case '.':
      if (is_one_of(plain, {".nan", ".NaN", ".NAN"})) return NodeKind::number;
      break;
    default: break;
  }
  return is_number(plain) ? NodeKind::number : NodeKind::string;
}

}  // namespace objectos::i18n
