// Work on many things with several threads.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace objectos::lint {

/// How many threads `count` things are worth. `jobs`: as many as that, or 0: one for each processor.
inline unsigned thread_count(unsigned jobs, std::size_t count) {
  if (jobs == 0) jobs = std::max(1U, std::thread::hardware_concurrency());
  return static_cast<unsigned>(std::clamp<std::size_t>(count, 1, jobs));
}

/// Runs `work(i, thread)` for all i below `count`; `thread` is below `threads`. The first exception comes
/// out.
template <class Work>
void in_parallel(std::size_t count, unsigned threads, const Work& work) {
  std::atomic<std::size_t> next{0};
  std::exception_ptr failure;
  std::mutex failing;
  const auto run = [&](unsigned thread) {
    for (std::size_t i; (i = next.fetch_add(1)) < count;) {
      try {
        work(i, thread);
      } catch (...) {
        const std::lock_guard lock(failing);
        if (!failure) failure = std::current_exception();
        next = count;
      }
    }
  };
  {
    std::vector<std::jthread> others;
    for (unsigned thread = 1; thread < threads; ++thread) others.emplace_back(run, thread);
    run(0);
  }
  if (failure) std::rethrow_exception(failure);
}

}  // namespace objectos::lint
