#include "console.hpp"

#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "exit_status.hpp"
#include "objectos/error.hpp"
#include "objectos/text.hpp"

namespace objectos::cli {
namespace {

bool is_set(const char* variable) {
  const char* value = std::getenv(variable);
  return value && *value;
}

/// What the environment wants (no-color.org, bixense.com/clicolors).
Color color_wanted() {
  if (is_set("NO_COLOR")) return Color::never;
  if (is_set("CLICOLOR_FORCE") && std::strcmp(std::getenv("CLICOLOR_FORCE"), "0") != 0) return Color::always;
  const char* term = std::getenv("TERM");
  return term && std::strcmp(term, "dumb") != 0 ? Color::automatic : Color::never;
}

}  // namespace

Console::Console(Color color) : color_(color), stdout_terminal_(::isatty(STDOUT_FILENO) == 1) {}

bool Console::can_ask() const noexcept {
  return ::isatty(STDIN_FILENO) == 1 && ::isatty(STDERR_FILENO) == 1;
}

bool Console::has_color(int descriptor) const {
  Color color = color_;
  if (color == Color::automatic) {
    if (!wanted_color_) wanted_color_ = color_wanted();
    color = *wanted_color_;
  }
  if (color != Color::automatic) return color == Color::always;
  return descriptor == STDOUT_FILENO ? stdout_terminal_ : ::isatty(descriptor) == 1;
}

std::size_t Console::width() const {
  winsize size{};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  if (const char* columns = std::getenv("COLUMNS")) {
    const int n = std::atoi(columns);
    if (n > 0) return static_cast<std::size_t>(n);
  }
  return 80;
}

std::size_t Console::height() const {
  winsize size{};
  return ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 ? size.ws_row : 24;
}

bool Console::may_steer() const {
  return stdout_terminal_ && is_set("TERM") && std::strcmp(std::getenv("TERM"), "dumb") != 0;
}

bool Console::has_blocks() const {
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    if (!is_set(name)) continue;
    std::string locale = std::getenv(name);
    std::transform(locale.begin(), locale.end(), locale.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return locale.ends_with("utf-8") || locale.ends_with("utf8");
  }
  return false;
}

bool Console::confirm(std::string_view question) const {
  print_error(std::string(question) + " [y/N] ");
  char answer[64];
  const ssize_t n = ::read(STDIN_FILENO, answer, sizeof answer);
  return n > 0 && (answer[0] == 'y' || answer[0] == 'Y');
}

std::string Console::paint(std::string_view code, std::string_view text, int descriptor) const {
  if (!has_color(descriptor)) return std::string(text);
  return "\x1b[" + std::string(code) + "m" + std::string(text) + "\x1b[0m";
}

std::string printable(std::string_view text, bool multiline) {
  static constexpr char hex[] = "0123456789abcdef";
  const auto is_plain = [multiline](unsigned char c) {
    return (c >= 0x20 && c < 0x7F) || c == '\t' || (multiline && c == '\n');
  };
  std::string out;
  out.reserve(text.size());
  while (true) {
    const auto end = std::find_if_not(text.begin(), text.end(), is_plain);
    out.append(text.begin(), end);
    text.remove_prefix(static_cast<std::size_t>(end - text.begin()));
    if (text.empty()) break;
    const auto c = static_cast<unsigned char>(text.front());
    std::size_t length = 1;
    if (c >= 0x80) {
      while (length < 4 && length < text.size() && (static_cast<unsigned char>(text[length]) & 0xC0) == 0x80)
        ++length;
    }
    const std::string_view character = text.substr(0, length);
    const bool is_c1 = character.size() == 2 && c == 0xC2 && static_cast<unsigned char>(character[1]) < 0xA0;
    if (c >= 0x80 && is_utf8(character) && !is_c1) {
      out.append(character);
    } else {
      for (const char byte : character) {
        const auto b = static_cast<unsigned char>(byte);
        out.append("\\x").append(1, hex[b >> 4]).append(1, hex[b & 15]);
      }
    }
    text.remove_prefix(length);
  }
  return out;
}

namespace {

/// JSON with DEL and the C1 controls escaped; the others already are.
std::string without_controls(std::string_view json) {
  static constexpr char hex[] = "0123456789abcdef";
  std::string out;
  for (std::size_t i = 0; i < json.size(); ++i) {
    auto c = static_cast<unsigned char>(json[i]);
    const auto next = i + 1 < json.size() ? static_cast<unsigned char>(json[i + 1]) : 0u;
    const bool c1 = c == 0xC2 && next >= 0x80 && next < 0xA0;
    if (c1) {
      c = static_cast<unsigned char>(next);
      ++i;
    }
    if (c1 || c == 0x7F) {
      out.append("\\u00").append(1, hex[c >> 4]).append(1, hex[c & 15]);
    } else {
      out += static_cast<char>(c);
    }
  }
  return out;
}

}  // namespace

void Output::flush() {
  if (descriptor_ < 0) return;
  if (protects_terminal_) buffer_ = without_controls(buffer_);
  std::string_view rest = buffer_;
  while (!rest.empty()) {
    const ssize_t n = ::write(descriptor_, rest.data(), rest.size());
    if (n >= 0) {
      rest.remove_prefix(static_cast<std::size_t>(n));
    } else if (errno == EPIPE) {
      ::_exit(exit_status::closed_pipe);
    } else if (errno == EAGAIN) {  // somebody made our stdout non-blocking
      pollfd ready{descriptor_, POLLOUT, 0};
      ::poll(&ready, 1, -1);
    } else if (errno != EINTR) {
      const int error_number = errno;
      buffer_.clear();
      throw Error(Errc::unavailable, Message("cli.stdout", "cannot write to standard output: {{reason}}",
                                             {{"reason", std::strerror(error_number)}}));
    }
  }
  buffer_.clear();
}

void print_error(std::string_view text) {
  while (!text.empty()) {
    const ssize_t n = ::write(STDERR_FILENO, text.data(), text.size());
    if (n > 0) {
      text.remove_prefix(static_cast<std::size_t>(n));
    } else if (errno != EINTR) {
      return;
    }
  }
}

}  // namespace objectos::cli
