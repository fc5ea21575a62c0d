// Whole texts: checked, cut, quoted.
#include "core/json_scan.hpp"
#include "core/utf8.hpp"
#include "objectos/json.hpp"
#include "objectos/text.hpp"

namespace objectos::json {
namespace {

std::uint32_t hex4(const char* digits) {
  std::uint32_t value = 0;
  for (int i = 0; i < 4; ++i) value = value << 4 | static_cast<std::uint32_t>(hex_digit(digits[i]));
  return value;
}

}  // namespace

void check(std::string_view text, Place place) {
  // Most values are strings with nothing special in them.
  if (text.size() >= 2 && text.front() == '"' && text.back() == '"' &&
      plain_run(text.substr(1)) == text.size() - 2)
    return;
  Reader reader(text, place);
  reader.value();
  reader.end();
}

Kind kind_of(std::string_view valid) noexcept {
  for (const char c : valid) {
    switch (c) {
      case ' ':
      case '\t':
      case '\r':
      case '\n': continue;
      case '"': return Kind::string;
      case '{': return Kind::object;
      case '[': return Kind::array;
      case 't':
      case 'f': return Kind::boolean;
      case 'n': return Kind::null;
      default: return Kind::number;
    }
  }
  return Kind::null;
}

std::string compact(std::string_view valid) {
  std::string out;
  out.reserve(valid.size());
  for (std::size_t i = 0; i < valid.size(); ++i) {
    if (is_blank(valid[i])) continue;
    const std::size_t start = i;
    if (valid[i] == '"') {
      for (++i; valid[i] != '"'; ++i) i += valid[i] == '\\';
    }
    out.append(valid, start, i - start + 1);
  }
  return out;
}

void append_string(std::string& out, std::string_view utf8) {
  static constexpr char hex[] = "0123456789abcdef";
  out.push_back('"');
  while (!utf8.empty()) {
    std::size_t run = plain_run(utf8);
    while (run < utf8.size() && static_cast<unsigned char>(utf8[run]) >= 0x80) ++run;
    out.append(utf8.substr(0, run));
    utf8.remove_prefix(run);
    if (utf8.empty()) break;
    const auto c = static_cast<unsigned char>(utf8.front());
    if (c == '"' || c == '\\' || c < 0x20) {
      out.push_back('\\');
      switch (c) {
        case '\b': out.push_back('b'); break;
        case '\f': out.push_back('f'); break;
        case '\n': out.push_back('n'); break;
        case '\r': out.push_back('r'); break;
        case '\t': out.push_back('t'); break;
        case '"':
        case '\\': out.push_back(static_cast<char>(c)); break;
        default:
          out.append("u00");
          out.push_back(hex[c >> 4]);
          out.push_back(hex[c & 15]);
      }
      utf8.remove_prefix(1);
    }
  }
  out.push_back('"');
}

std::string quoted(std::string_view utf8) {
  std::string out;
  append_string(out, utf8);
  return out;
}

void append_bytes(std::string& out, std::string_view raw) {
  out.append("{\"$base64\":\"").append(base64_encode(raw)).append("\"}");
}

void append_unquoted(std::string& out, std::string_view valid) {
  valid = valid.substr(1, valid.size() - 2);
  for (;;) {
    const auto slash = valid.find('\\');
    out.append(valid.substr(0, slash));
    if (slash == valid.npos) return;
    const char kind = valid[slash + 1];
    valid.remove_prefix(slash + 2);
    switch (kind) {
      case 'b': out.push_back('\b'); break;
      case 'f': out.push_back('\f'); break;
      case 'n': out.push_back('\n'); break;
      case 'r': out.push_back('\r'); break;
      case 't': out.push_back('\t'); break;
      case 'u': {
        std::uint32_t code = hex4(valid.data());
        valid.remove_prefix(4);
        if (code >= 0xD800 && code < 0xDC00 && valid.size() >= 6 && valid[0] == '\\' && valid[1] == 'u') {
          const std::uint32_t low = hex4(valid.data() + 2);
          if (low >= 0xDC00 && low < 0xE000) {
            code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
            valid.remove_prefix(6);
          }
        }
        utf8::append(out, code >= 0xD800 && code < 0xE000 ? 0xFFFD : code);
        break;
      }
      default: out.push_back(kind);  // a quote, a backslash, a slash
    }
  }
}

}  // namespace objectos::json
