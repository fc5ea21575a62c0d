// A rate limit as a rule on one stored number: the generic cell rate algorithm (GCRA, ITU-T I.371, as a
// virtual scheduling algorithm). The number is the theoretical arrival time (TAT): when the next one would
// come if all came at the rate. Whole microseconds, so that every backend computes the same; they fit into a
// double.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "objectos/storage.hpp"

namespace objectos {

class OBJECTOS_API RateLimitRule {
 public:
  struct Verdict {
    bool allowed = false;
    std::int64_t arrival_us = 0;  ///< the TAT afterwards, since the epoch
    std::int64_t backlog_us = 0;  ///< how far that lies ahead of now
  };

  /// Error(usage) for a rate, burst or cost that is out of bounds.
  explicit RateLimitRule(const Gcra& limit);

  /// Error(data), naming `key`, if the entry is not a rate limit's. A TAT further ahead than the burst
  /// reaches (the clock was set back, or the limit was another) counts as a burst that is all in use.
  Verdict verdict(std::string_view key, const Entry* current, std::int64_t now_us) const;
  /// What is stored of an allowed one. Its key is empty.
  Entry entry(const Verdict& verdict) const;

  /// Between two at the rate, rounded up: never faster than the rate.
  std::int64_t interval_us() const noexcept { return interval_us_; }
  /// All of a burst.
  std::int64_t burst_us() const noexcept { return interval_us_ * limit_.burst; }
  std::int64_t cost_us() const noexcept { return interval_us_ * limit_.cost; }
  /// What stands behind the number in the stored form.
  std::string tail() const;

 private:
  Gcra limit_;
  std::int64_t interval_us_;
};

/// The limit that an entry was last taken from, with a cost of 1. Error(data) as above.
OBJECTOS_API Gcra stored_limit(std::string_view key, const Value& value);

}  // namespace objectos
