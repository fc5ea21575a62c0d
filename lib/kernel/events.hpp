// Events by name and the handlers that wait for them.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "kernel/observers.hpp"
#include "objectos/log.hpp"
#include "objectos/value.hpp"

namespace objectos::kernel {

/// Thread safe. No lock is held while a handler runs: it may do anything here, also trigger its own event.
class Events {
 public:
  using Handler = std::function<void(const Value& data)>;
  /// `observers` hear of every handler that ran.
  explicit Events(const Observers& observers) : observers_(observers) {}

  /// `owner` is whom remove() knows it by; `logger` takes what the handler throws.
  void add(std::string event, const void* owner, const Logger& logger, Handler handler);

  /// Removes the handlers of `owner` and waits until none of them is running in another thread.
  void remove(const void* owner) noexcept;

  /// Runs the handlers of `event` in this thread, in the order they were added; one that is added meanwhile
  /// waits for the next time. Returns how many threw.
  std::size_t trigger(std::string_view event, const Value& data);

  /// Whether anybody waits for `event`: who triggers need not make its data otherwise.
  bool has(std::string_view event) const;

 private:
  struct Hook {
    const void* owner;
    Logger logger;
    Handler handler;
    bool removed = false;
  };
  using Hooks = std::vector<std::shared_ptr<Hook>>;
  struct Call {
    const void* owner;
    std::thread::id thread;
  };

  Hooks hooks_of(std::string_view event) const;
  bool run(std::string_view event, Hook& hook, const Value& data);
  bool begin(const Hook& hook);
  void end(const Hook& hook);
  Hooks take(const void* owner);
  bool runs_elsewhere(const void* owner) const;

  const Observers& observers_;
  mutable std::mutex mutex_;
  std::condition_variable call_ended_;
  std::map<std::string, Hooks, std::less<>> hooks_;
  std::vector<Call> calls_;       // running now
  std::atomic<bool> any_{false};  // an event that nobody waits for costs one load
};

}  // namespace objectos::kernel
