// Rate limits, exact between processes and hosts: GCRA in one atomic step of the store. Start here:
//
//   objectos::RateLimiter limiter(*storage, {.rate = objectos::parse_rate("10/s")});
//   if (!limiter.check("mail").allowed) …
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "objectos/api.hpp"
#include "objectos/storage.hpp"
#include "objectos/text.hpp"

namespace objectos {

struct RateLimit {
  Rate rate;                            ///< at most 1,000,000 a second
  std::optional<std::int64_t> burst{};  ///< how many at once; default: the rate's count
};

struct RateVerdict {
  bool allowed = false;
  std::int64_t limit = 0;      ///< how many at once
  std::int64_t remaining = 0;  ///< how many of these are left
  Millis retry_after{0};       ///< when the same cost would be allowed; 0 if it is
  Millis reset_after{0};       ///< when nothing is in use
};

/// One limit on any number of keys (see Storage), kept in the scope `ratelimit` of a store. Times are rounded
/// up to milliseconds. A clock that is set back never blocks for longer than a whole burst takes, once it is
/// right again. Thread safe. Throws what the storage throws, Error(usage) for a limit, a cost or a key out of
/// bounds, and Error(data) if the key holds something else.
class OBJECTOS_API RateLimiter {
 public:
  /// `storage` has no scope; names are stored as SCOPE:KEY if a scope is given.
  RateLimiter(Storage storage, RateLimit limit, std::string scope = {});

  /// Takes `cost` if that is allowed.
  RateVerdict check(std::string_view key, std::int64_t cost = 1);
  /// What check() would say.
  RateVerdict look(std::string_view key, std::int64_t cost = 1) const;
  /// Takes it, and waits for that no longer than `wait`; between looks it sleeps. Who waits is in no order.
  RateVerdict check_within(std::string_view key, Millis wait, std::int64_t cost = 1);

  /// Forgets what is in use; true if something was.
  static bool reset(Storage storage, std::string_view key, const std::string& scope = {});
  /// The key as its last taker's limit sees it, for a cost of 1; nothing if nothing is in use.
  static std::optional<RateVerdict> info(Storage storage, std::string_view key,
                                         const std::string& scope = {});

 private:
  Gcra step(std::int64_t cost) const;
  Storage storage_;
  RateLimit limit_;
  std::string prefix_;
};

}  // namespace objectos
