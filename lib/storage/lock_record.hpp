// What a lock's entry holds, for the lock service and for what writes under a fence. The key is `lock:NAME`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "objectos/storage.hpp"

namespace objectos {

struct OBJECTOS_API LockRecord {
  struct Holding {
    std::int64_t token = 0;
    std::int64_t expires_at = 0;  ///< ms since the epoch, on the store's clock
    std::int64_t since = 0;
    std::string host;
    std::int64_t pid = 0;
    std::string command;
    std::string kernel_lock;  ///< identity of the kernel's lock that the holder's processes keep; empty: none
  };
  std::int64_t last = 0;  ///< the largest token ever given
  std::vector<Holding> holdings;

  /// Of an entry's value. Error(data), naming `key`, if it is none of ours.
  static LockRecord parse(std::string_view key, const Value& value);
  Value value() const;
  /// The holding of that token, unexpired at `now_ms`; or null.
  const Holding* current(std::int64_t token, std::int64_t now_ms) const noexcept;
};

/// Stored keys. Marks of written keys stand among the locks, so no lock's name begins as they do.
inline constexpr std::string_view lock_scope = "lock";
inline constexpr std::string_view fence_prefix = "fence:";
OBJECTOS_API std::string lock_key(std::string_view name);

}  // namespace objectos
