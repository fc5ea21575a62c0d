// Where the time comes from. Injected everywhere, so that tests never sleep to see a TTL expire.
#pragma once

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

}  // namespace objectos
