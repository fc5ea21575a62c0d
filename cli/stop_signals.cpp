#include "stop_signals.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>

namespace objectos::cli {
namespace {

// A signal handler knows nothing but what is global.
std::atomic<bool> is_told{false};
std::atomic<int> event{-1};
static_assert(std::atomic<bool>::is_always_lock_free && std::atomic<int>::is_always_lock_free);

extern "C" void note_stop(int) {
  const int error = errno;
  is_told = true;
  const std::uint64_t one = 1;
  [[maybe_unused]] const ssize_t n = ::write(event, &one, sizeof one);
  errno = error;
}

}  // namespace

StopSignals::StopSignals() {
  is_told = false;
  event = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  for (std::size_t i = 0; i < 3; ++i) {
    ::sigaction(numbers_[i], nullptr, &before_[i]);
    if (before_[i].sa_handler == SIG_IGN) continue;
    struct sigaction action {};
    action.sa_handler = note_stop;
    action.sa_flags = SA_RESTART | static_cast<int>(SA_RESETHAND);
    ::sigaction(numbers_[i], &action, nullptr);
  }
}

StopSignals::~StopSignals() {
  for (std::size_t i = 0; i < 3; ++i) ::sigaction(numbers_[i], &before_[i], nullptr);
  ::close(event.exchange(-1));
}

const std::atomic<bool>& StopSignals::flag() const noexcept {
  return is_told;
}

void StopSignals::wait(Millis time) const {
  pollfd ready{event, POLLIN, 0};
  if (!is_told) ::poll(&ready, 1, static_cast<int>(time.count()));
}

}  // namespace objectos::cli
