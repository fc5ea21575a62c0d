#include "kernel/observers.hpp"

namespace objectos {

KernelObserver::~KernelObserver() = default;

namespace kernel {

void Observers::add(const void* owner, std::shared_ptr<KernelObserver> observer) {
  Times loaded, started;
  {
    const std::lock_guard lock(mutex_);
    List list = *list_;
    list.emplace_back(owner, observer);
    replace(std::move(list));
    loaded = loaded_;
    started = started_;
  }
  for (const auto& [plugin, took] : loaded) observer->plugin_loaded(plugin, took);
  for (const auto& [plugin, took] : started) observer->plugin_started(plugin, took);
}

void Observers::remove(const void* owner) {
  const std::lock_guard lock(mutex_);
  List list = *list_;
  std::erase_if(list, [owner](const auto& one) { return one.first == owner; });
  replace(std::move(list));
}

void Observers::replace(List list) {
  any_.store(!list.empty(), std::memory_order_release);
  list_ = std::make_shared<const List>(std::move(list));
}

std::shared_ptr<const Observers::List> Observers::list() const {
  const std::lock_guard lock(mutex_);
  return list_;
}

void Observers::loaded(const std::string& plugin, Took took) {
  {
    const std::lock_guard lock(mutex_);
    loaded_.emplace_back(plugin, took);
  }
  for (const auto& [owner, observer] : *list()) observer->plugin_loaded(plugin, took);
}

void Observers::started(const std::string& plugin, Took took) {
  {
    const std::lock_guard lock(mutex_);
    started_.emplace_back(plugin, took);
  }
  for (const auto& [owner, observer] : *list()) observer->plugin_started(plugin, took);
}

void Observers::service_called(std::string_view service) const {
  if (!any()) return;
  for (const auto& [owner, observer] : *list()) observer->service_called(service);
}

void Observers::hook_ran(std::string_view event, Took took) const {
  for (const auto& [owner, observer] : *list()) observer->hook_ran(event, took);
}

void Observers::forget() {
  const std::lock_guard lock(mutex_);
  loaded_.clear();
  started_.clear();
}

}  // namespace kernel
}  // namespace objectos
