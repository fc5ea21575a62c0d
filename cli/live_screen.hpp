// A program that keeps a terminal's screen up to date until it is told to end, or one that does the same
// without a terminal.
#pragma once

#include <termios.h>
#include <csignal>

#include <chrono>
#include <string>

namespace objectos::cli {

/// While it lives, signals that end, suspend or resize are what wait() tells of, instead of their doing it.
/// With a screen, the terminal on stdout shows another page than before, and keys are not echoed; what was
/// there comes back at the end. One at a time, in a process of one thread.
class LiveScreen {
 public:
  /// `has_screen`: stdout is a terminal and may be steered.
  explicit LiveScreen(bool has_screen);
  ~LiveScreen();
  LiveScreen(const LiveScreen&) = delete;
  LiveScreen& operator=(const LiveScreen&) = delete;

  bool has_screen() const noexcept { return has_screen_; }
  /// What shows `page`, whose lines end with newlines, in place of the last one.
  std::string drawn(const std::string& page) const;

  enum class Event { time, redraw, end };
  /// Until `at`; redraw: the size is another one, or the program was suspended meanwhile; end: q, Ctrl-C, or
  /// a signal. Time limits of the process end it here, with the terminal as it was.
  Event wait(std::chrono::steady_clock::time_point at);

 private:
  void enter() noexcept;
  void leave() noexcept;
  Event handle_signal();
  bool is_key_to_end();
  bool has_screen_;
  bool reads_keys_ = false;
  termios modes_{};
  sigset_t handled_, before_;
  int signals_ = -1;
};

}  // namespace objectos::cli
