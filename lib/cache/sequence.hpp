// Which of two uses of a cache was the later one.
#pragma once

#include <cstdint>
#if defined(__x86_64__)
#include <x86intrin.h>
#else
#include <atomic>
#endif

namespace objectos {

/// Greater than what any earlier call gave. The processor's time stamp counter is the same on all cores and steps
/// between two readings; a counter in memory would travel between cores at every hit.
inline std::uint64_t next_in_sequence() noexcept {
#if defined(__x86_64__)
  return __rdtsc();
#else
  static std::atomic<std::uint64_t> counter{0};
  return counter.fetch_add(1, std::memory_order_relaxed) + 1;
#endif
}

}  // namespace objectos
