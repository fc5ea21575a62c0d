#include "notification/mail_parameters.hpp"

#include <algorithm>
#include <vector>

#include "core/envelope_address.hpp"
#include "core/percent.hpp"
#include "core/utf8.hpp"

namespace objectos::mail {
namespace {

constexpr std::size_t max_value = 60;

bool is_short_ascii(std::string_view text) {
  return text.size() <= max_value &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c < 0x7F; });
}

/// Escaped, in pieces that fit a line and hold whole characters.
std::vector<std::string> escaped_pieces(std::string_view utf8) {
  std::vector<std::string> pieces(1);
  while (!utf8.empty()) {
    const std::string_view character = utf8.substr(0, std::max<std::size_t>(1, utf8::sequence_length(utf8)));
    const std::string escaped = percent::encoded(character);
    if (pieces.back().size() + escaped.size() > max_value - 10) pieces.emplace_back();
    pieces.back() += escaped;
    utf8.remove_prefix(character.size());
  }
  return pieces;
}

}  // namespace

void append_parameter(HeaderLine& line, std::string_view name, std::string_view value) {
  line.suffix(";");
  line.token(std::string(name) + '=' + quoted_string(value));
}

void append_text_parameter(HeaderLine& line, std::string_view name, std::string_view utf8) {
  if (is_short_ascii(utf8)) return append_parameter(line, name, utf8);
  const auto pieces = escaped_pieces(utf8);
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    line.suffix(";");
    line.token(std::string(name) + '*' + std::to_string(i) + "*=" + (i == 0 ? "utf-8''" : "") + pieces[i]);
  }
}

void append_old_parameter(HeaderLine& line, std::string_view name, std::string_view utf8) {
  if (is_short_ascii(utf8) && utf8.find("=?") == utf8.npos) return append_parameter(line, name, utf8);
  line.suffix(";");
  std::string words = std::string(name) + "=\"" + encoded_words(utf8, max_value) + '"';
  for (std::size_t end = 0; end != words.npos;) {
    end = words.find(' ');
    line.token(std::string_view(words).substr(0, end));
    words.erase(0, end == words.npos ? end : end + 1);
  }
}

}  // namespace objectos::mail
