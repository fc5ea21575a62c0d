#include "kernel/events.hpp"

#include <algorithm>
#include <iterator>

#include "kernel/guard.hpp"

namespace objectos::kernel {

void Events::add(std::string event, const void* owner, const Logger& logger, Handler handler) {
  auto hook = std::make_shared<Hook>(Hook{owner, logger, std::move(handler)});
  const std::lock_guard lock(mutex_);
  hooks_[std::move(event)].push_back(std::move(hook));
  any_.store(true, std::memory_order_release);
}

void Events::remove(const void* owner) noexcept {
  Hooks removed;  // destroyed behind the lock: what a handler holds may call back
  std::unique_lock lock(mutex_);
  removed = take(owner);
  call_ended_.wait(lock, [&] { return !runs_elsewhere(owner); });
  lock.unlock();
}

Events::Hooks Events::take(const void* owner) {
  Hooks taken;
  for (auto event = hooks_.begin(); event != hooks_.end();) {
    Hooks& hooks = event->second;
    const auto rest =
        std::stable_partition(hooks.begin(), hooks.end(), [&](const auto& h) { return h->owner != owner; });
    for (auto hook = rest; hook != hooks.end(); ++hook) {
      (*hook)->removed = true;
      taken.push_back(std::move(*hook));
    }
    hooks.erase(rest, hooks.end());
    event = hooks.empty() ? hooks_.erase(event) : std::next(event);
  }
  any_.store(!hooks_.empty(), std::memory_order_release);
  return taken;
}

bool Events::runs_elsewhere(const void* owner) const {
  const auto self = std::this_thread::get_id();
  return std::any_of(calls_.begin(), calls_.end(),
                     [&](const Call& call) { return call.owner == owner && call.thread != self; });
}

std::size_t Events::trigger(std::string_view event, const Value& data) {
  std::size_t failed = 0;
  for (const auto& hook : hooks_of(event)) failed += run(event, *hook, data) ? 0 : 1;
  return failed;
}

bool Events::has(std::string_view event) const {
  if (!any_.load(std::memory_order_acquire)) return false;
  const std::lock_guard lock(mutex_);
  return hooks_.find(event) != hooks_.end();
}

Events::Hooks Events::hooks_of(std::string_view event) const {
  if (!any_.load(std::memory_order_acquire)) return {};
  const std::lock_guard lock(mutex_);
  const auto found = hooks_.find(event);
  return found == hooks_.end() ? Hooks() : found->second;
}

bool Events::run(std::string_view event, Hook& hook, const Value& data) {
  if (!begin(hook)) return true;
  const bool is_measured = observers_.any();
  const auto since = is_measured ? std::chrono::steady_clock::now() : std::chrono::steady_clock::time_point();
  const auto failure = failure_of([&] { hook.handler(data); });
  if (is_measured) observers_.hook_ran(event, std::chrono::steady_clock::now() - since);
  if (failure) hook.logger.error("handler of " + std::string(event) + ": " + *failure);
  end(hook);
  return !failure;
}

bool Events::begin(const Hook& hook) {
  const std::lock_guard lock(mutex_);
  if (hook.removed) return false;
  calls_.push_back({hook.owner, std::this_thread::get_id()});
  return true;
}

void Events::end(const Hook& hook) {
  const std::lock_guard lock(mutex_);
  const auto self = std::this_thread::get_id();
  calls_.erase(std::find_if(calls_.begin(), calls_.end(), [&](const Call& call) {
    return call.owner == hook.owner && call.thread == self;
  }));
  call_ended_.notify_all();
}

}  // namespace objectos::kernel
