#include "http/health.hpp"

#include <algorithm>
#include <functional>

#include "objectos/cache.hpp"
#include "objectos/i18n.hpp"
#include "objectos/log.hpp"
#include "objectos/metrics.hpp"
#include "objectos/notification.hpp"
#include "objectos/storage.hpp"

namespace objectos::http {
namespace {

constexpr Millis fresh{1'000};
constexpr Millis patience{1'000};

/// No key of anybody's: that it is absent is all that has to be found out.
constexpr std::string_view probe = "objectos.health";

ServiceState probed(const char* name, const std::function<void()>& use) {
  ServiceState state;
  state.name = name;
  const auto begin = std::chrono::steady_clock::now();
  try {
    use();
  } catch (const std::exception& error) {
    state.is_healthy = false;
    state.message = error.what();
  }
  const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - begin;
  state.response_ms = took.count();
  return state;
}

/// Whoever looks first expects all to be well.
void log_change(const std::vector<ServiceState>& before, const ServiceState& now) {
  const auto same = std::find_if(before.begin(), before.end(),
                                 [&](const ServiceState& state) { return state.name == now.name; });
  const bool was_healthy = same == before.end() || same->is_healthy;
  if (was_healthy && !now.is_healthy) Logger("http").warning(now.name + " cannot be used: " + now.message);
  if (!was_healthy && now.is_healthy) Logger("http").warning(now.name + " can be used again");
}

}  // namespace

std::vector<ServiceState> ServiceHealth::look_now() const {
  std::vector<ServiceState> all;
  if (services_.storage) all.push_back(probed("storage", [&] { services_.storage->has(probe); }));
  if (services_.cache) all.push_back(probed("cache", [&] { services_.cache->backend().has(probe); }));
  if (services_.metrics) all.push_back(probed("metrics", [&] { services_.metrics->family(probe); }));
  if (services_.i18n) all.push_back(probed("i18n", [&] { services_.i18n->locales(); }));
  if (services_.notification)
    all.push_back(probed("notification", [&] { services_.notification->queue().find(probe); }));
  return all;
}

std::vector<ServiceState> ServiceHealth::look() {
  std::unique_lock lock(mutex_);
  if (is_looking_) {
    if (done_.wait_until(lock, began_ + patience, [this] { return !is_looking_; })) return seen_;
    std::vector<ServiceState> unseen = seen_;
    for (ServiceState& state : unseen) {
      state.is_healthy = false;
      state.response_ms =
          std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - began_).count();
      state.message = "a service does not answer";
    }
    if (unseen.empty()) unseen.push_back({"services", false, 0, "a service does not answer"});
    return unseen;
  }
  if (!seen_.empty() && std::chrono::steady_clock::now() - seen_at_ < fresh) return seen_;
  is_looking_ = true;
  began_ = std::chrono::steady_clock::now();
  lock.unlock();
  std::vector<ServiceState> now = look_now();
  for (const ServiceState& state : now) log_change(seen_, state);  // nobody else writes it meanwhile
  lock.lock();
  seen_ = std::move(now);
  seen_at_ = std::chrono::steady_clock::now();
  is_looking_ = false;
  done_.notify_all();
  return seen_;
}

}  // namespace objectos::http
