#include "notification/lease_keeper.hpp"

#include "objectos/error.hpp"
#include "objectos/log.hpp"

namespace objectos::notification {

LeaseKeeper::LeaseKeeper(NotificationQueue& queue, const DeliveryLease& lease)
    : queue_(queue), lease_(lease), thread_([this] { run(); }) {}

LeaseKeeper::~LeaseKeeper() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  stopped_.notify_all();
  thread_.join();
}

void LeaseKeeper::run() {
  std::unique_lock lock(mutex_);
  while (!stopped_.wait_for(lock, lease_.time / 3, [this] { return stop_; })) {
    lock.unlock();
    try {
      queue_.renew(lease_);
    } catch (const Error& error) {
      Logger("notification").warning("leases could not be prolonged: " + std::string(error.what()));
    }
    lock.lock();
  }
}

}  // namespace objectos::notification
