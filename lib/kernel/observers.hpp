// Those who hear of the kernel's own work.
#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "objectos/plugin.hpp"

namespace objectos::kernel {

/// Thread safe. With nobody there, telling costs one load.
class Observers {
 public:
  using Took = std::chrono::nanoseconds;

  /// `owner` is whom remove() knows it by. It is told of what was loaded and started before.
  void add(const void* owner, std::shared_ptr<KernelObserver> observer);
  /// A call in another thread may still be running.
  void remove(const void* owner);

  void loaded(const std::string& plugin, Took took);
  void started(const std::string& plugin, Took took);
  void service_called(std::string_view service) const;
  /// Whether it is worth measuring.
  bool any() const noexcept { return any_.load(std::memory_order_acquire); }
  void hook_ran(std::string_view event, Took took) const;
  /// Forgets what was loaded: the kernel stops.
  void forget();

 private:
  using List = std::vector<std::pair<const void*, std::shared_ptr<KernelObserver>>>;
  using Times = std::vector<std::pair<std::string, Took>>;
  std::shared_ptr<const List> list() const;
  void replace(List list);

  mutable std::mutex mutex_;
  std::shared_ptr<const List> list_ = std::make_shared<const List>();  // never changed, but replaced
  Times loaded_, started_;
  std::atomic<bool> any_{false};
};

}  // namespace objectos::kernel
