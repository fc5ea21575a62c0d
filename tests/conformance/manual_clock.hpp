// The time as tests want it.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>

#include "objectos/clock.hpp"

namespace conformance {

/// An instant that tells somebody when it is moved.
class MovableTime {
 public:
  operator std::int64_t() const { return ms_; }
  MovableTime& operator=(std::int64_t ms) {
    ms_ = ms;
    if (moved) moved(ms);
    return *this;
  }
  MovableTime& operator+=(std::int64_t ms) { return *this = ms_ + ms; }
  MovableTime& operator-=(std::int64_t ms) { return *this = ms_ - ms; }
  std::function<void(std::int64_t)> moved;

 private:
  std::atomic<std::int64_t> ms_{1'700'000'000'000};
};

/// A clock that stands still until a test moves it.
struct ManualClock final : objectos::Clock {
  std::int64_t now_ms() const override { return now; }
  MovableTime now;
};

}  // namespace conformance
