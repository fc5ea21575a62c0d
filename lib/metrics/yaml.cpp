#include "metrics/yaml.hpp"

#include <cstdint>

namespace objectos::metrics {
namespace {

/// One character of valid UTF-8 at the front of `text`, and its bytes.
char32_t first_character(std::string_view text, std::size_t& size) {
  const auto lead = static_cast<unsigned char>(text[0]);
  size = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  char32_t code = lead < 0x80 ? lead : static_cast<char32_t>(lead & (0x7F >> size));
  for (std::size_t i = 1; i < size; ++i) code = code << 6 | (static_cast<unsigned char>(text[i]) & 0x3F);
  return code;
}

/// What YAML does not count among printable characters, or takes for the end of a line or of the file's mark.
bool needs_escape(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0x2028 || c == 0x2029 || c == 0xFEFF || c == 0xFFFE ||
         c == 0xFFFF;
}

void append_escape(std::string& out, char32_t c) {
  static constexpr char digits[] = "0123456789ABCDEF";
  out += c > 0xFF ? "\\u" : "\\x";
  for (int shift = c > 0xFF ? 12 : 4; shift >= 0; shift -= 4) out += digits[c >> shift & 15];
}

}  // namespace

std::string yaml_quoted(std::string_view utf8) {
  std::string out = "\"";
  while (!utf8.empty()) {
    std::size_t size = 1;
    const char32_t c = first_character(utf8, size);
    if (c == '"' || c == '\\') {
      out.append("\\").append(1, static_cast<char>(c));
    } else if (c == '\n') {
      out += "\\n";
    } else if (needs_escape(c)) {
      append_escape(out, c);
    } else {
      out += utf8.substr(0, size);
    }
    utf8.remove_prefix(size);
  }
  return out + '"';
}

}  // namespace objectos::metrics
