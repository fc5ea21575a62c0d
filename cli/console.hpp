// Everything that is decided about terminals: whether there is one, its colours, its width, what may be
// printed to it, and whether a person can be asked.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace objectos::cli {

enum class Color { automatic, always, never };

/// The environment and the descriptors, as one command sees them.
class Console {
 public:
  explicit Console(Color color = Color::automatic);
  void set_color(Color color) { color_ = color; }

  bool stdout_is_terminal() const noexcept { return stdout_terminal_; }
  /// A person reads stderr and answers on stdin.
  bool can_ask() const noexcept;
  /// Colour on that stream (1 or 2): --color, NO_COLOR, CLICOLOR_FORCE, TERM=dumb, terminal or not.
  bool has_color(int descriptor) const;
  /// Columns of the terminal on stdout; 80 if it cannot be told.
  std::size_t width() const;
  /// Lines of the terminal on stdout; 24 if it cannot be told.
  std::size_t height() const;
  /// stdout is a terminal whose cursor may be moved.
  bool may_steer() const;
  /// Block characters and the like may be shown: the locale is one of UTF-8.
  bool has_blocks() const;
  /// Asks on stderr; true for an answer that begins with y or Y.
  bool confirm(std::string_view question) const;

  std::string bold(std::string_view text, int descriptor = 1) const { return paint("1", text, descriptor); }
  std::string cyan(std::string_view text, int descriptor = 1) const { return paint("36", text, descriptor); }
  std::string red(std::string_view text, int descriptor = 1) const { return paint("31", text, descriptor); }
  std::string yellow(std::string_view text, int descriptor = 1) const {
    return paint("33", text, descriptor);
  }

 private:
  std::string paint(std::string_view code, std::string_view text, int descriptor) const;
  Color color_;
  mutable std::optional<Color> wanted_color_;  // by the environment, which is asked once and only if need be
  bool stdout_terminal_;
};

/// `text` with control characters and ill-formed bytes as \xHH: what a terminal may be shown. Tabs stay, and
/// newlines if `multiline`.
std::string printable(std::string_view text, bool multiline);

/// The result of a command, on its way to stdout or into a batch reply. Buffered; a closed pipe ends the
/// program with 141.
class Output {
 public:
  /// To a descriptor, or (-1) only into the buffer.
  explicit Output(int descriptor) : descriptor_(descriptor) {}

  bool json() const noexcept { return json_; }
  void set_json(bool json) noexcept { json_ = json; }
  /// What follows is JSON for a terminal: characters that would steer it are written as \u00HH.
  void protect_terminal() noexcept { protects_terminal_ = true; }

  void write(std::string_view bytes) {
    buffer_.append(bytes);
    if (descriptor_ >= 0 && buffer_.size() >= flush_at) flush();
  }
  void line(std::string_view text) {
    buffer_.append(text).push_back('\n');
    if (descriptor_ >= 0 && buffer_.size() >= flush_at) flush();
  }
  /// For the hot paths: append, then call line(""), or write("").
  std::string& buffer() noexcept { return buffer_; }
  void flush();
  /// Takes what was captured.
  std::string take() { return std::exchange(buffer_, {}); }

 private:
  static constexpr std::size_t flush_at = 64 * 1024;
  int descriptor_;
  bool json_ = false;
  bool protects_terminal_ = false;
  std::string buffer_;
};

/// Writes to stderr, whole, ignoring that it may be closed.
void print_error(std::string_view text);

}  // namespace objectos::cli
