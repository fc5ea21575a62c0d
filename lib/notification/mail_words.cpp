#include "notification/mail_words.hpp"

#include <algorithm>
#include <optional>

#include "core/ascii.hpp"
#include "core/envelope_address.hpp"
#include "core/utf8.hpp"
#include "objectos/text.hpp"

namespace objectos::mail {
namespace {

constexpr std::size_t max_line = 78;
constexpr std::size_t max_encoded_line = 76;  // RFC 2047, 2
constexpr std::size_t max_word = 75;          // the same
constexpr std::string_view head_q = "=?UTF-8?Q?", head_b = "=?UTF-8?B?", tail = "?=";
constexpr std::string_view digits = "0123456789ABCDEF";

bool is_alphanumeric(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/// What stands for itself in every place that an encoded word may have (RFC 2047, 5).
bool is_q_safe(char c) {
  return is_alphanumeric(c) || std::string_view("!*+-/").find(c) != std::string_view::npos;
}

std::string q_encoded(std::string_view character) {
  std::string out;
  for (const char c : character) {
    if (is_q_safe(c)) {
      out += c;
    } else if (c == ' ') {
      out += '_';
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += {'=', digits[byte >> 4], digits[byte & 15]};
    }
  }
  return out;
}

/// Splits text into encoded words, all of it by the same one of the two encodings.
class WordSplitter {
 public:
  explicit WordSplitter(std::string_view utf8) : rest_(utf8) {
    std::size_t q_size = 0;
    for (const char c : utf8) q_size += is_q_safe(c) || c == ' ' ? 1 : 3;
    // Somewhat longer is better than not readable for those who see it raw.
    is_q_ = 2 * q_size <= 3 * ((utf8.size() + 2) / 3 * 4);
  }

  bool is_done() const { return rest_.empty(); }

  /// The next one, of at most `room` characters; at least one of the text's goes in.
  std::string next(std::size_t room) {
    const std::size_t space = std::min(room, max_word) - head_q.size() - tail.size();
    std::string content;
    std::size_t taken = 0, size = 0;
    while (taken < rest_.size()) {
      const std::string_view character =
          rest_.substr(taken, std::max<std::size_t>(1, utf8::sequence_length(rest_.substr(taken))));
      const std::string q = is_q_ ? q_encoded(character) : "";
      const std::size_t longer = is_q_ ? size + q.size() : (taken + character.size() + 2) / 3 * 4;
      if (longer > space && taken > 0) break;
      content += q;
      size = longer;
      taken += character.size();
    }
    if (!is_q_) content = base64_encode(rest_.substr(0, taken));
    rest_.remove_prefix(taken);
    return std::string(is_q_ ? head_q : head_b) + content + std::string(tail);
  }

 private:
  std::string_view rest_;
  bool is_q_;
};

bool is_plain_word(std::string_view word) {
  return word.find("=?") == word.npos &&
         std::all_of(word.begin(), word.end(), [](char c) { return c > ' ' && c < 0x7F; });
}

bool is_atom(std::string_view word) {
  return !word.empty() && std::all_of(word.begin(), word.end(), [](char c) {
    return is_alphanumeric(c) || std::string_view("!#$%&'*+-/=?^_`{|}~").find(c) != std::string_view::npos;
  });
}

/// Words with one blank between any two.
bool is_atoms(std::string_view text) {
  while (true) {
    const std::size_t blank = text.find(' ');
    if (!is_atom(text.substr(0, blank))) return false;
    if (blank == text.npos) return true;
    text.remove_prefix(blank + 1);
  }
}

// ---- reading
// ----------------------------------------------------------------------------------------------------

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

std::optional<std::string> q_decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '_') {
      out += ' ';
    } else if (text[i] != '=') {
      out += text[i];
    } else {
      const int high = i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
      const int low = i + 2 < text.size() ? hex_value(text[i + 2]) : -1;
      if (high < 0 || low < 0) return std::nullopt;
      out += static_cast<char>(high << 4 | low);
      i += 2;
    }
  }
  return out;
}

std::optional<std::string> as_utf8(const std::string& bytes, const std::string& charset) {
  if (charset == "utf-8" || charset == "us-ascii" || charset == "utf8")
    return is_utf8(bytes) ? std::optional(bytes) : std::nullopt;
  if (charset != "iso-8859-1") return std::nullopt;
  std::string out;
  for (const char c : bytes) utf8::append(out, static_cast<unsigned char>(c));
  return out;
}

struct EncodedWord {
  std::string text;
  std::size_t size;
};

/// The encoded word that `text` begins with.
std::optional<EncodedWord> encoded_word(std::string_view text) {
  constexpr std::size_t most = 400;  // 75 by RFC 2047; some write longer ones
  if (text.substr(0, 2) != "=?") return std::nullopt;
  text = text.substr(0, most);
  const std::size_t second = text.find('?', 2);
  if (second == text.npos || second + 2 >= text.size() || text[second + 2] != '?') return std::nullopt;
  const std::size_t end = text.find("?=", second + 3);
  if (end == text.npos) return std::nullopt;
  const std::string_view content = text.substr(second + 3, end - second - 3);
  if (content.find_first_of(" \t") != content.npos) return std::nullopt;
  std::string charset = ascii::lower(text.substr(2, second - 2));
  charset = charset.substr(0, charset.find('*'));  // a language may follow (RFC 2231, 5)
  const char way = text[second + 1];
  std::optional<std::string> bytes;
  if (way == 'Q' || way == 'q') bytes = q_decoded(content);
  if (way == 'B' || way == 'b') bytes = base64_decode(content);
  if (!bytes) return std::nullopt;
  auto utf8 = as_utf8(*bytes, charset);
  if (!utf8) return std::nullopt;
  return EncodedWord{std::move(*utf8), end + 2};
}

}  // namespace

HeaderLine::HeaderLine(std::string_view name) : out_(name) {
  out_ += ':';
  column_ = out_.size();
}

void HeaderLine::break_line() {
  out_ += "\r\n";
  column_ = 0;
}

void HeaderLine::token(std::string_view text) {
  // The name alone on a line would be taken for an empty header by some.
  const bool is_first = out_.size() == column_ && out_.back() == ':';
  // With room for a suffix.
  if (!is_first && column_ + 1 + text.size() + 1 > max_line) break_line();
  out_ += ' ';
  suffix(text);
  ++column_;
}

void HeaderLine::suffix(std::string_view text) {
  out_ += text;
  column_ += text.size();
}

void HeaderLine::encoded(std::string_view utf8) {
  constexpr std::size_t least = 40;  // no room for less than this: a new line
  WordSplitter words(utf8);
  while (!words.is_done()) {
    if (column_ + 1 + least > max_encoded_line) break_line();
    const std::string word = words.next(max_encoded_line - column_ - 1);
    out_ += ' ';
    out_ += word;
    column_ += 1 + word.size();
  }
}

/// Words and the blanks before them, all of which are kept.
void HeaderLine::plain(std::string_view words) {
  while (!words.empty()) {
    const std::size_t begin = std::min(words.find_first_not_of(' '), words.size());
    const std::size_t end = std::min(words.find(' ', begin), words.size());
    if (column_ + end > max_line && out_.back() != ':') break_line();
    suffix(words.substr(0, end));
    words.remove_prefix(end);
  }
}

/// What stands before the first word that must be encoded and behind the last one stays as it is.
void HeaderLine::unstructured(std::string_view utf8, bool encodes_long_words) {
  if (utf8.empty()) return;
  // Blanks at the ends would be lost; very many of them make a line that is too long.
  constexpr std::string_view many = "                                        ";
  if (utf8.front() == ' ' || utf8.back() == ' ' || utf8.find(many) != utf8.npos) return encoded(utf8);
  std::size_t first = utf8.npos, last = 0;
  for (std::size_t begin = 0; begin < utf8.size();) {
    const std::size_t end = std::min(utf8.find(' ', begin), utf8.size());
    const std::string_view word = utf8.substr(begin, end - begin);
    if (!is_plain_word(word) || (encodes_long_words && word.size() >= max_word)) {
      first = std::min(first, begin);
      last = end;
    }
    begin = end + 1;
  }
  if (first == utf8.npos) return plain(' ' + std::string(utf8));
  // One blank beside encoded words parts them from the others; more would be lost, and go in.
  std::size_t before = first, after = last;
  while (before > 0 && utf8[before - 1] == ' ') --before;
  while (after < utf8.size() && utf8[after] == ' ') ++after;
  if (first > before) first = before + 1;
  if (after > last) last = after - 1;
  if (before > 0) plain(' ' + std::string(utf8.substr(0, before)));
  encoded(utf8.substr(first, last - first));
  if (after < utf8.size()) plain(utf8.substr(last));
}

void HeaderLine::text(std::string_view utf8) {
  unstructured(utf8, true);
}

void HeaderLine::value(std::string_view utf8) {
  unstructured(utf8, false);
}

void HeaderLine::phrase(std::string_view utf8) {
  const bool is_ascii = std::all_of(utf8.begin(), utf8.end(), [](char c) { return c >= ' ' && c < 0x7F; });
  if (!is_ascii || utf8.find("=?") != utf8.npos || utf8.size() > max_word - 10) {
    encoded(utf8);
  } else if (is_atoms(utf8)) {
    plain(' ' + std::string(utf8));
  } else {
    token(quoted_string(utf8));
  }
}

std::string HeaderLine::finish() && {
  return std::move(out_) + "\r\n";
}

std::string encoded_words(std::string_view utf8, std::size_t most) {
  WordSplitter words(utf8);
  std::string out;
  while (!words.is_done()) {
    if (!out.empty()) out += ' ';
    out += words.next(most);
  }
  return out;
}

std::string decoded_words(std::string_view text) {
  std::string out;
  std::size_t blanks_from = 0;  // in out: blanks since the last encoded word
  bool is_after_word = false;
  while (!text.empty()) {
    const bool may_begin = out.empty() || is_after_word || out.back() == ' ' || out.back() == '\t';
    const auto word = may_begin ? encoded_word(text) : std::nullopt;
    if (word) {
      if (is_after_word) out.resize(blanks_from);
      out += word->text;
      text.remove_prefix(word->size);
      is_after_word = true;
      blanks_from = out.size();
      continue;
    }
    if (text.front() != ' ' && text.front() != '\t') is_after_word = false;
    out += text.front();
    text.remove_prefix(1);
  }
  return out;
}

}  // namespace objectos::mail
