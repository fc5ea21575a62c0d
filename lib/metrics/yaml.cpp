#include "metrics/yaml.hpp"

#include <algorithm>
#include <cstdint>

#include "core/utf8.hpp"

namespace objectos::metrics {
namespace {

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

std::string yaml_quoted(std::string_view text) {
  std::string out = "\"";
  while (!text.empty()) {
    const std::size_t size = std::max<std::size_t>(utf8::sequence_length(text), 1);
    const char32_t c = utf8::decode(text.substr(0, size));
    if (c == '"' || c == '\\') {
      out.append("\\").append(1, static_cast<char>(c));
    } else if (c == '\n') {
      out += "\\n";
    } else if (needs_escape(c)) {
      append_escape(out, c);
    } else {
      out += text.substr(0, size);
    }
    text.remove_prefix(size);
  }
  return out + '"';
}

}  // namespace objectos::metrics
