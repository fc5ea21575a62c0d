// Tasks that are called again and again, on one thread.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>

#include "objectos/log.hpp"
#include "objectos/text.hpp"

namespace objectos::kernel {

/// The first instant after `now` on the grid `due`, `due + interval`, … So calls do not drift, and one that
/// took too long skips what it missed instead of catching up in a burst.
template <class TimePoint, class Duration>
TimePoint next_due(TimePoint due, Duration interval, TimePoint now) {
  if (now < due) return due;
  return due + interval * ((now - due) / interval + 1);
}

/// Thread safe. The thread begins with the first task and blocks all signals, so that they reach threads of
/// the program. No lock is held while a task runs: it may do anything here, cancel itself and stop()
/// included.
class Timers {
 public:
  Timers() = default;
  ~Timers();
  Timers(const Timers&) = delete;
  Timers& operator=(const Timers&) = delete;

  /// Calls `task` every `interval`, first after one. `owner` is whom cancel() knows it by; `logger` takes
  /// what the task throws. Error(usage) unless interval > 0, Error(unavailable) if no thread can be made.
  void every(const void* owner, const Logger& logger, Millis interval, std::function<void()> task);

  /// Forgets the tasks of `owner` and waits until none of them is running, unless one of them is the caller.
  void cancel(const void* owner) noexcept;

  /// Forgets all tasks, waits for the one that is running (unless that is the caller) and ends the thread.
  void stop() noexcept;

 private:
  class Worker;
  std::shared_ptr<Worker> worker() const;

  mutable std::mutex mutex_;
  std::shared_ptr<Worker> worker_;
};

}  // namespace objectos::kernel
