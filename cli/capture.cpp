#include "capture.hpp"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstring>

#include "objectos/error.hpp"

namespace objectos::cli {

Capture::Capture(bool is_joint, int input) : is_joint_(is_joint), input_(input) {
  for (int i = 0; i < (is_joint ? 1 : 2); ++i) {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) {
      throw Error(Errc::unavailable,
                  Message("child.no_pipe", "no pipe can be made: {{reason}}", {{"reason", std::strerror(errno)}}));
    }
    readers_[i] = ends[0];
    writers_[i] = ends[1];
    ::fcntl(ends[0], F_SETFL, O_NONBLOCK);
  }
}

Capture::~Capture() {
  close_writers();
  for (const int reader : readers_) {
    if (reader >= 0) ::close(reader);
  }
}

void Capture::close_writers() noexcept {
  for (int& writer : writers_) {
    if (writer >= 0) ::close(writer);
    writer = -1;
  }
}

ChildOptions Capture::options() const {
  ChildOptions options;
  options.streams = {input_, writers_[0], is_joint_ ? writers_[0] : writers_[1]};
  return options;
}

/// False when nothing is there now.
bool Capture::read(int which, RecordedRun& run, std::size_t most, const PassOn& pass_on) {
  char bytes[64 * 1024];
  const ssize_t n = ::read(readers_[which], bytes, sizeof bytes);
  if (n == 0) {
    ::close(readers_[which]);
    readers_[which] = -1;
  }
  if (n <= 0) return false;
  const std::string_view text(bytes, static_cast<std::size_t>(n));
  pass_on(which == 1, text);
  is_whole_ = is_whole_ && run.size() + text.size() <= most;
  if (is_whole_) run.add(which == 1, text);
  return true;
}

bool Capture::record(Child& child, RecordedRun& run, std::size_t most, const PassOn& pass_on,
                     std::optional<Steady::time_point> limit) {
  close_writers();
  run.is_joint = is_joint_;
  std::optional<int> status;
  while (!status) {
    if (limit && Steady::now() >= *limit) return false;
    pollfd ready[3] = {{readers_[0], POLLIN, 0}, {readers_[1], POLLIN, 0}, {child.signals(), POLLIN, 0}};
    const auto left = limit ? std::chrono::ceil<std::chrono::milliseconds>(*limit - Steady::now()).count() : -1;
    ::poll(ready, 3, static_cast<int>(std::min<long long>(left, INT_MAX)));
    for (int i = 0; i < 2; ++i) {
      if (ready[i].revents != 0) read(i, run, most, pass_on);
    }
    status = child.wait(Steady::now());
  }
  for (int i = 0; i < 2; ++i) {
    while (readers_[i] >= 0 && read(i, run, most, pass_on)) {
    }
  }
  run.status = *status;
  run.was_signalled = child.end_signal() != 0;
  return true;
}

}  // namespace objectos::cli
