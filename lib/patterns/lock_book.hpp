// Where locks are written down: their records in the store, and the kernel's locks of this host's holders.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "objectos/lock.hpp"
#include "patterns/kernel_lock.hpp"
#include "storage/lock_record.hpp"

namespace objectos {

using Steady = std::chrono::steady_clock;

/// Names are full ones here, with their scope. Thread safe.
class LockBook {
 public:
  LockBook(Storage storage, Lock::Options options);

  /// The full name. Error(usage) for a bad one.
  std::string checked(std::string_view name) const;
  std::string full_name(std::string_view name) const;
  bool has_directory() const noexcept { return !options_.directory.empty(); }

  /// Changes a lock's record atomically; false if `change` says that nothing changes. It may be called again.
  using Change = std::function<bool(LockRecord& record, std::int64_t now_ms)>;
  bool change(std::string_view name, const Change& change) const;
  bool renew(std::string_view name, std::int64_t token, Millis ttl) const;
  bool release(std::string_view name, std::int64_t token) const;

  /// One of the kernel's locks of that name, and which; nothing if others have them all until the deadline.
  std::optional<std::pair<KernelLock, std::int64_t>> take_kernel_lock(std::string_view name,
                                                                      std::int64_t slots,
                                                                      Steady::time_point deadline) const;
  /// Whether the holder's processes live, as far as this host's kernel knows.
  Liveness standing(std::string_view name, const LockRecord::Holding& one) const;

  std::vector<Holding> info(std::string_view name) const;
  std::vector<Holding> list(const Glob& pattern) const;
  Holding shown(std::string_view name, const LockRecord::Holding& one) const;

 private:
  std::string kernel_path(std::string_view name, std::int64_t slot) const;
  void append_live(std::vector<Holding>& all, std::string_view name, const Value& value,
                   std::int64_t now_ms) const;

  Storage storage_;
  Lock::Options options_;
  std::string prefix_;  // of the scope
};

/// When a lease that is asked for at `now_ms` ends.
std::int64_t end_of_lease(std::int64_t now_ms, Millis ttl);

/// Between two looks: others are to get in, too, and the server is to have peace. Longer with the attempts.
void pause(int attempt, Steady::time_point deadline);

}  // namespace objectos
