// A small number for each thread, so that it can have a cell of its own in an array.
#pragma once

namespace objectos::metrics {

/// So many threads at a time have a slot of their own. All others have this one, the last, in common.
inline constexpr unsigned shared_slot = 64;
inline constexpr unsigned slots = shared_slot + 1;

namespace detail {
inline constexpr unsigned no_slot = ~0U;
// In the part of a thread's storage that is reached without a call.
[[gnu::tls_model("initial-exec")]] extern constinit thread_local unsigned own_slot;
unsigned take_slot() noexcept;
}  // namespace detail

/// This thread's. A thread that has ended leaves its slot to one that comes later, which sees all it has
/// written.
inline unsigned thread_slot() noexcept {
  const unsigned slot = detail::own_slot;
  return slot != detail::no_slot ? slot : detail::take_slot();
}

}  // namespace objectos::metrics
