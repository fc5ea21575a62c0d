// One flush: what is due is claimed piece by piece and delivered, by several threads if there is much of it.
#pragma once

#include <atomic>
#include <cstddef>
#include <exception>
#include <mutex>

#include "notification/delivery_round.hpp"
#include "objectos/notification.hpp"

namespace objectos::notification {

class FlushRun {
 public:
  FlushRun(NotificationQueue& queue, RoundSettings settings, const FlushOptions& options);

  /// All but FlushReport::left. Throws what the queue throws; what was claimed by then is settled, or its lease lapses.
  FlushReport run();

 private:
  bool may_go_on() const;
  std::vector<Delivery> claim();
  void deliver(std::vector<Delivery> claimed);
  void work() noexcept;
  void add(const Delivery& tried);

  NotificationQueue& queue_;
  RoundSettings settings_;
  const FlushOptions& options_;
  ClaimRequest request_;
  std::mutex mutex_;  // of what follows
  std::size_t left_;
  FlushReport report_;
  std::exception_ptr failure_;
  std::atomic<bool> has_failed_{false};
};

}  // namespace objectos::notification
