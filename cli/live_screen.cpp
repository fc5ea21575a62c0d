#include "live_screen.hpp"

#include <poll.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "console.hpp"

namespace objectos::cli {
namespace {

constexpr int handled_signals[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP, SIGWINCH, SIGALRM};

// What terminals since the VT220 understand; xterm's for the second page.
constexpr std::string_view to_second_page = "\x1b[?1049h\x1b[?25l";
constexpr std::string_view to_first_page = "\x1b[?25h\x1b[?1049l";

void write_to_screen(std::string_view text) {
  while (!text.empty()) {
    const ssize_t n = ::write(STDOUT_FILENO, text.data(), text.size());
    if (n <= 0) return;
    text.remove_prefix(static_cast<std::size_t>(n));
  }
}

}  // namespace

LiveScreen::LiveScreen(bool has_screen) : has_screen_(has_screen) {
  sigemptyset(&handled_);
  for (const int number : handled_signals) {
    struct sigaction action {};
    ::sigaction(number, nullptr, &action);
    // What a parent made us ignore stays ignored: a job in the background of a script without job control.
    if (action.sa_handler != SIG_IGN) sigaddset(&handled_, number);
  }
  ::sigprocmask(SIG_BLOCK, &handled_, &before_);
  signals_ = ::signalfd(-1, &handled_, SFD_CLOEXEC | SFD_NONBLOCK);
  enter();
}

LiveScreen::~LiveScreen() {
  leave();
  if (signals_ >= 0) ::close(signals_);
  // What came last is not to end the program after all; a time limit is.
  timespec none{};
  sigset_t ending = handled_;
  sigdelset(&ending, SIGALRM);
  while (::sigtimedwait(&ending, nullptr, &none) > 0) {
  }
  ::sigprocmask(SIG_SETMASK, &before_, nullptr);
}

void LiveScreen::enter() noexcept {
  if (!has_screen_) return;
  if (::isatty(STDIN_FILENO) == 1 && ::tcgetattr(STDIN_FILENO, &modes_) == 0) {
    termios quiet = modes_;
    quiet.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO);
    quiet.c_cc[VMIN] = 0;
    quiet.c_cc[VTIME] = 0;
    reads_keys_ = ::tcsetattr(STDIN_FILENO, TCSADRAIN, &quiet) == 0;
  }
  write_to_screen(to_second_page);
}

void LiveScreen::leave() noexcept {
  if (!has_screen_) return;
  write_to_screen(to_first_page);
  if (reads_keys_) ::tcsetattr(STDIN_FILENO, TCSADRAIN, &modes_);
  reads_keys_ = false;
}

std::string LiveScreen::drawn(const std::string& page) const {
  std::string out = "\x1b[H";
  for (const char c : page) {
    if (c == '\n') out += "\x1b[K\r";  // whatever stood behind it
    out += c;
  }
  // The last line has no newline, which would scroll a screen that is full.
  if (out.ends_with('\n')) out.resize(out.size() - 2);
  return out + "\x1b[J";
}

LiveScreen::Event LiveScreen::handle_signal() {
  signalfd_siginfo signal{};
  if (::read(signals_, &signal, sizeof signal) != sizeof signal) return Event::time;
  switch (static_cast<int>(signal.ssi_signo)) {
    case SIGWINCH: return Event::redraw;
    case SIGTSTP:
      leave();
      ::raise(SIGSTOP);
      enter();
      return Event::redraw;
    case SIGALRM:
      leave();
      ::sigprocmask(SIG_SETMASK, &before_, nullptr);
      ::raise(SIGALRM);
      return Event::end;
    default: return Event::end;
  }
}

bool LiveScreen::is_key_to_end() {
  char keys[64];
  const ssize_t n = ::read(STDIN_FILENO, keys, sizeof keys);
  if (n <= 0) reads_keys_ = reads_keys_ && n == 0 && has_screen_;
  return std::any_of(keys, keys + std::max<ssize_t>(n, 0), [](char key) { return key == 'q' || key == 'Q'; });
}

LiveScreen::Event LiveScreen::wait(std::chrono::steady_clock::time_point at) {
  for (;;) {
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(at - std::chrono::steady_clock::now()).count();
    if (left <= 0) return Event::time;
    std::array<pollfd, 2> ready{{{signals_, POLLIN, 0}, {reads_keys_ ? STDIN_FILENO : -1, POLLIN, 0}}};
    if (::poll(ready.data(), ready.size(), static_cast<int>(std::min<long>(left, 60'000))) <= 0) continue;
    if (ready[0].revents != 0) {
      if (const Event event = handle_signal(); event != Event::time) return event;
    }
    if (ready[1].revents != 0 && is_key_to_end()) return Event::end;
  }
}

}  // namespace objectos::cli
