#include "kernel/context.hpp"

#include "objectos/error.hpp"

namespace objectos::kernel {

Context::Context(std::string plugin, Commons& commons)
    : plugin_(std::move(plugin)), logger_(plugin_), commons_(commons) {}

bool Context::has_service(std::string_view name) const {
  return commons_.services.has(name);
}

std::shared_ptr<void> Context::find_service(std::string_view name, const std::type_info& type) const {
  auto service = commons_.services.find(name, type);
  commons_.observers.service_called(name);
  return service;
}

void Context::add_service(std::string name, std::shared_ptr<void> service, const std::type_info& type) {
  const std::lock_guard lock(mutex_);
  if (closed_) {
    throw Error(Errc::usage,
                Message("kernel.service_late", "service {{service}}: plugin {{plugin}} is being stopped",
                        {{"service", name}, {"plugin", plugin_}}));
  }
  commons_.services.add(std::move(name), this, std::move(service), type);
}

void Context::hook(std::string event, std::function<void(const Value&)> handler) {
  const std::lock_guard lock(mutex_);
  if (!closed_) commons_.events.add(std::move(event), this, logger_, std::move(handler));
}

std::size_t Context::trigger(std::string_view event, const Value& data) {
  return commons_.events.trigger(event, data);
}

void Context::every(Millis interval, std::function<void()> task) {
  const std::lock_guard lock(mutex_);
  if (!closed_) commons_.timers.every(this, logger_, interval, std::move(task));
}

void Context::observe(std::shared_ptr<KernelObserver> observer) {
  const std::lock_guard lock(mutex_);
  if (!closed_) commons_.observers.add(this, std::move(observer));
}

std::vector<std::shared_ptr<void>> Context::close() {
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
  }
  // Not under the lock: the calls that are waited for may be about to take it.
  commons_.observers.remove(this);
  commons_.timers.cancel(this);
  commons_.events.remove(this);
  return commons_.services.take(this);
}

}  // namespace objectos::kernel
