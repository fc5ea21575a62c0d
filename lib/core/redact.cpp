// What must not reach a log line or a terminal: secrets, and characters that forge or steer.
#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include "core/utf8.hpp"
#include "objectos/log.hpp"

namespace objectos {
namespace {

struct Secrets {
  std::mutex mutex;
  std::vector<std::string> texts;
};

// Never destroyed: other threads may log while the process ends.
Secrets& secrets() {
  static Secrets& all = *std::make_unique<Secrets>().release();
  return all;
}

constexpr std::size_t min_secret = 4;

// Which bytes of a text are hidden. Everything is found in the text as it came, and only then replaced: so
// overlapping secrets are hidden whole, whichever is found first.
class Mask {
 public:
  explicit Mask(std::string_view text) : text_(text) {}

  void hide(std::size_t begin, std::size_t end) {
    if (begin >= end) return;
    if (hidden_.empty()) hidden_.resize(text_.size());
    std::fill(hidden_.begin() + static_cast<std::ptrdiff_t>(begin),
              hidden_.begin() + static_cast<std::ptrdiff_t>(end), true);
  }

  std::string apply() const {
    if (hidden_.empty()) return std::string(text_);
    std::string out;
    out.reserve(text_.size());
    for (std::size_t i = 0; i < text_.size(); ++i) {
      if (!hidden_[i]) {
        out.push_back(text_[i]);
      } else if (i == 0 || !hidden_[i - 1]) {
        out.append("***");
      }
    }
    return out;
  }

 private:
  std::string_view text_;
  std::vector<bool> hidden_;
};

void hide_secrets(std::string_view text, Mask& mask) {
  Secrets& known = secrets();
  const std::lock_guard lock(known.mutex);
  for (const std::string& secret : known.texts) {
    for (auto at = text.find(secret); at != text.npos; at = text.find(secret, at + 1)) {
      mask.hide(at, at + secret.size());
    }
  }
}

bool is_digits(std::string_view text) {
  return text.find_first_not_of("0123456789") == text.npos;
}

// `user:PASSWORD@host…`; `url` is what follows `scheme://` up to a blank or quote, `offset` its place.
void hide_userinfo(std::string_view url, std::size_t offset, Mask& mask) {
  auto authority = url.substr(0, url.find_first_of("/?#"));
  const auto colon = authority.find(':');
  if (colon == authority.npos) return;
  if (authority.find('@') == authority.npos) {
    // No user, unless somebody forgot to escape a `/`, `?` or `#` in the password: what follows the colon is
    // no port then.
    if (is_digits(authority.substr(colon + 1))) return;
    authority = url;
  }
  const auto at = authority.rfind('@');
  if (at != authority.npos && at > colon) mask.hide(offset + colon + 1, offset + at);
}

// `?password=…`: PostgreSQL and several HTTP services take it there.
void hide_parameters(std::string_view url, std::size_t offset, Mask& mask) {
  static constexpr std::array<std::string_view, 6> names{"password", "sslpassword",  "pass",
                                                         "token",    "access_token", "api_key"};
  for (auto i = url.find_first_of("?&"); i != url.npos; i = url.find_first_of("?&", i + 1)) {
    const auto rest = url.substr(i + 1);
    const auto parameter = rest.substr(0, rest.find_first_of("&#"));
    const auto equals = parameter.find('=');
    if (equals == parameter.npos) continue;
    if (std::find(names.begin(), names.end(), parameter.substr(0, equals)) == names.end()) continue;
    mask.hide(offset + i + 1 + equals + 1, offset + i + 1 + parameter.size());
  }
}

void hide_url_passwords(std::string_view text, Mask& mask) {
  for (auto at = text.find("://"); at != text.npos; at = text.find("://", at + 3)) {
    const auto begin = at + 3;
    const auto rest = text.substr(begin);
    const auto end = std::find_if(rest.begin(), rest.end(), [](char c) {
      return static_cast<unsigned char>(c) <= ' ' || c == '"' || c == '\'' || c == '<' || c == '>' ||
             c == 0x7f;
    });
    const auto url = rest.substr(0, static_cast<std::size_t>(end - rest.begin()));
    hide_userinfo(url, begin, mask);
    hide_parameters(url, begin, mask);
  }
}

void append_hex(std::string& out, std::string_view prefix, std::uint32_t number, int digits) {
  out.append(prefix);
  for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4)
    out.push_back("0123456789abcdef"[number >> shift & 15]);
}

// C1 controls, line and paragraph separators, and what turns the direction of the text around it.
bool steers(std::uint32_t c) {
  return (c >= 0x80 && c < 0xA0) || c == 0x061C || c == 0x200E || c == 0x200F ||
         (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

void append_control(std::string& out, unsigned char c) {
  switch (c) {
    case '\n': out.append("\\n"); return;
    case '\r': out.append("\\r"); return;
    case '\t': out.append("\\t"); return;
    default: append_hex(out, "\\x", c, 2);
  }
}

}  // namespace

void add_secret(std::string_view secret) {
  if (secret.size() < min_secret) return;
  Secrets& known = secrets();
  const std::lock_guard lock(known.mutex);
  if (std::find(known.texts.begin(), known.texts.end(), secret) == known.texts.end())
    known.texts.emplace_back(secret);
}

std::string redact(std::string_view text) {
  Mask mask(text);
  hide_secrets(text, mask);
  hide_url_passwords(text, mask);
  return mask.apply();
}

std::string printable(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const auto length = utf8::sequence_length(text);
    const auto sequence = text.substr(0, std::max<std::size_t>(1, length));
    const auto byte = static_cast<unsigned char>(text.front());
    if (length == 0) {
      append_hex(out, "\\x", byte, 2);
    } else if (length == 1 && (byte < ' ' || byte == 0x7f)) {
      append_control(out, byte);
    } else if (length > 1 && steers(utf8::decode(sequence))) {
      append_hex(out, "\\u", utf8::decode(sequence), 4);
    } else {
      out.append(sequence);
    }
    text.remove_prefix(sequence.size());
  }
  return out;
}

}  // namespace objectos
