#include "metrics/thread_slot.hpp"

#include <atomic>
#include <bit>
#include <cstdint>

namespace objectos::metrics::detail {

constinit thread_local unsigned own_slot = no_slot;

namespace {

std::atomic<std::uint64_t> taken{0};

/// Gives the slot back at the thread's end. What is recorded after that, by destructors that are still to
/// come, goes to the shared one.
struct Lease {
  ~Lease() {
    const unsigned slot = own_slot;
    own_slot = shared_slot;
    if (slot < shared_slot) taken.fetch_and(~(std::uint64_t{1} << slot), std::memory_order_release);
  }
};

}  // namespace

unsigned take_slot() noexcept {
  thread_local Lease lease;
  std::uint64_t before = taken.load(std::memory_order_relaxed);
  for (;;) {
    const auto slot = static_cast<unsigned>(std::countr_one(before));
    if (slot >= shared_slot) return shared_slot;  // asked again the next time: one may have become free
    if (taken.compare_exchange_weak(before, before | (std::uint64_t{1} << slot), std::memory_order_acquire)) {
      [[maybe_unused]] Lease& ends_with_the_thread = lease;
      return own_slot = slot;
    }
  }
}

}  // namespace objectos::metrics::detail
