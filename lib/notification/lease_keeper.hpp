// Prolongs a process' leases while it works, so that nobody else takes what it holds.
#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

#include "objectos/notification_queue.hpp"

namespace objectos::notification {

/// From construction to destruction, three times in each lease's time. A queue that cannot be reached is
/// tried again: the lease lapses, or it does not.
class LeaseKeeper {
 public:
  /// Both must outlive it.
  LeaseKeeper(NotificationQueue& queue, const DeliveryLease& lease);
  ~LeaseKeeper();
  LeaseKeeper(const LeaseKeeper&) = delete;
  LeaseKeeper& operator=(const LeaseKeeper&) = delete;

 private:
  void run();
  NotificationQueue& queue_;
  const DeliveryLease& lease_;
  std::mutex mutex_;
  std::condition_variable stopped_;
  bool stop_ = false;
  std::thread thread_;
};

}  // namespace objectos::notification
