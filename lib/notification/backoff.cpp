#include "notification/backoff.hpp"

#include <algorithm>
#include <random>

namespace objectos::notification {

Millis delay_after(std::int64_t attempts, const NotificationOptions& options) {
  Millis delay = std::min(options.retry_delay, options.max_delay);
  for (std::int64_t i = 1; i < attempts && delay < options.max_delay; ++i)
    delay = std::min(delay * 2, options.max_delay);
  static thread_local std::minstd_rand random{std::random_device{}()};
  return delay + Millis(std::uniform_int_distribution<Millis::rep>(0, delay.count() / 4)(random));
}

}  // namespace objectos::notification
