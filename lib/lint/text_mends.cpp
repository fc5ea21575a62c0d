#include "lint/text_mends.hpp"

#include <algorithm>

#include "core/utf8.hpp"

namespace objectos::lint {
namespace {

std::size_t leading_bytes(std::string_view text) {
  std::size_t bytes = 0;
  while (!leading_blanks(text.substr(bytes)).empty())
    bytes += std::max<std::size_t>(utf8::sequence_length(text.substr(bytes)), 1);
  return bytes;
}

std::size_t trailing_bytes(std::string_view text) {
  const std::size_t size = text.size();
  while (!trailing_blanks(text).empty()) {
    do {
      text.remove_suffix(1);
    } while (!text.empty() && utf8::valid_prefix(text) != text.size());
  }
  return size - text.size();
}

}  // namespace

std::string with_edge_of(std::string_view source, std::string_view text, bool is_start) {
  if (is_start)
    return std::string(source.substr(0, leading_bytes(source))).append(text.substr(leading_bytes(text)));
  const bool has_newline = text.ends_with('\n');
  std::string_view blanks = source.substr(source.size() - trailing_bytes(source));
  if (blanks.ends_with('\n')) blanks.remove_suffix(1);
  std::string out(text.substr(0, text.size() - trailing_bytes(text)));
  out += blanks;
  if (has_newline) out += '\n';
  return out;
}

std::string with_placeholder(std::string_view text, std::string_view found, std::string_view right,
                             const Delimiters& delimiters) {
  std::string out;
  std::size_t at = 0;
  for (const NearPlaceholder& each : near_placeholders(text, placeholders(text, delimiters), delimiters)) {
    const auto begin = static_cast<std::size_t>(each.text.data() - text.data());
    if (each.text != found || begin < at) continue;
    out.append(text.substr(at, begin - at)).append(right);
    at = begin + each.text.size();
  }
  return out.append(text.substr(at));
}

std::string without_double_spaces(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    if (text.substr(at).starts_with("\xE2\x80\x8B")) {
      at += 3;
    } else if (text[at] == ' ' && out.ends_with(' ')) {
      ++at;
    } else {
      out += text[at++];
    }
  }
  return out;
}

}  // namespace objectos::lint
