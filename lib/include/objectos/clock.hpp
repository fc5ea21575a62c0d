// Where the time comes from. Injected everywhere, so that tests never sleep to see a TTL expire.
#pragma once

#include <chrono>
#include <cstdint>

#include "objectos/api.hpp"

namespace objectos {

struct OBJECTOS_API Clock {
  virtual ~Clock();
  /// Milliseconds since 1970-01-01T00:00:00Z. Thread safe.
  virtual std::int64_t now_ms() const = 0;
  /// The machine's real-time clock; lives as long as the process.
  static const Clock& system() noexcept;
};

using SteadyPoint = std::chrono::steady_clock::time_point;

/// So long after `from`, by the clock that cannot be set; the end of time if it would be beyond that.
inline SteadyPoint deadline_after(std::chrono::milliseconds wait,
                                  SteadyPoint from = std::chrono::steady_clock::now()) noexcept {
  const auto most = std::chrono::duration_cast<std::chrono::milliseconds>(SteadyPoint::max() - from);
  return wait > most ? SteadyPoint::max() : from + wait;
}

}  // namespace objectos
