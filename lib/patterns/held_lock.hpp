// A holding that is kept: the thread that renews it, and how long it is certain.
#pragma once

#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "objectos/lock.hpp"
#include "patterns/kernel_lock.hpp"
#include "patterns/lock_book.hpp"

namespace objectos {

struct HeldLock::State {
  State(std::shared_ptr<const LockBook> where, std::string full_name, std::int64_t own_token, Millis lease,
        std::int64_t asked_at, std::optional<KernelLock> kernel);

  /// A clock that cannot be set, and also runs while the machine sleeps: a lease does, too.
  static std::int64_t clock_ms() noexcept;

  const std::shared_ptr<const LockBook> book;
  const std::string name;
  const std::int64_t token;
  const Millis ttl;
  std::optional<KernelLock> kernel_lock;

  mutable std::mutex mutex;
  std::int64_t certain_until;  // by clock_ms()
  bool lost = false;
  bool stopping = false;
  std::condition_variable stop;
  std::thread keeper;
  std::function<void()> on_lost;

  void run();
  /// False if somebody else has begun.
  bool begin_release() noexcept;

 private:
  /// How long to wait before the next try.
  Millis renew() noexcept;
};

}  // namespace objectos
