#include "notification/mail_encoding.hpp"

#include <algorithm>

#include "objectos/text.hpp"

namespace objectos::mail {
namespace {

constexpr std::size_t max_line = 78;
constexpr std::size_t max_encoded_line = 76;  // RFC 2045, 6.7 and 6.8
constexpr std::string_view digits = "0123456789ABCDEF";
constexpr std::string_view newline = "\r\n";

bool is_qp_safe(char c) {
  return c >= '!' && c <= '~' && c != '=';
}

/// A line that begins so gets a > in front in mailboxes of the old kind.
bool is_from_line(std::string_view line) {
  return line.substr(0, 5) == "From ";
}

/// Without its end.
std::string_view take_line(std::string_view& text) {
  const std::size_t end = text.find(newline);
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end == text.npos ? text.size() : end + newline.size());
  return line;
}

/// One line of text, as lines of at most 76 characters that end with `=` but for the last.
void append_qp_line(std::string& out, std::string_view line) {
  std::size_t column = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    const bool is_last = i + 1 == line.size();
    const bool is_blank = c == ' ' || c == '\t';
    // A dot alone ends a mail for servers that forget to take it twice.
    const bool is_special = (i == 0 && (is_from_line(line) || line == ".")) || (is_blank && is_last);
    const bool is_plain = (is_qp_safe(c) || is_blank) && !is_special;
    const std::size_t size = is_plain ? 1 : 3;
    if (column + size > max_encoded_line - (is_last ? 0 : 1)) {
      out += "=\r\n";
      column = 0;
    }
    if (is_plain) {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += {'=', digits[byte >> 4], digits[byte & 15]};
    }
    column += size;
  }
  out += newline;
}

bool needs_no_encoding(std::string_view text) {
  if (!is_plain(text, max_line)) return false;
  while (!text.empty()) {
    const std::string_view line = take_line(text);
    if (is_from_line(line) || (!line.empty() && (line.back() == ' ' || line.back() == '\t'))) return false;
    if (std::any_of(line.begin(), line.end(), [](char c) { return c < ' ' && c != '\t'; })) return false;
  }
  return true;
}

}  // namespace

std::string with_crlf(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 32 + 2);
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\r' || text[i] == '\n') {
      if (text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n') ++i;
      out += newline;
    } else {
      out += text[i];
    }
  }
  return out;
}

bool is_plain(std::string_view text, std::size_t most) {
  std::size_t column = 0;
  for (const char c : text) {
    if (c == '\0' || static_cast<unsigned char>(c) >= 0x80) return false;
    if (c == '\n') {
      column = 0;
    } else if (c != '\r' && ++column > most) {
      return false;
    }
  }
  return true;
}

std::string quoted_printable(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  while (!text.empty()) append_qp_line(out, take_line(text));
  return out;
}

std::string base64_lines(std::string_view bytes) {
  constexpr std::size_t bytes_a_line = max_encoded_line / 4 * 3;
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4 + bytes.size() / bytes_a_line * 2 + 2);
  for (; !bytes.empty(); bytes.remove_prefix(std::min(bytes_a_line, bytes.size()))) {
    out += base64_encode(bytes.substr(0, bytes_a_line));
    out += newline;
  }
  return out;
}

Encoded encoded_text(std::string_view text) {
  std::string lines = with_crlf(text);
  if (!lines.empty() && !lines.ends_with(newline)) lines += newline;
  if (needs_no_encoding(lines)) return {"7bit", std::move(lines)};
  const auto escaped = static_cast<std::size_t>(std::count_if(
      lines.begin(), lines.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x7F || c == '='; }));
  // Beyond that it is shorter by far, and nobody could read the other one raw.
  if (3 * escaped <= lines.size()) return {"quoted-printable", quoted_printable(lines)};
  return {"base64", base64_lines(lines)};
}

}  // namespace objectos::mail
