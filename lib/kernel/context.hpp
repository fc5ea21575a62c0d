// The kernel as one plugin sees it.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "kernel/events.hpp"
#include "kernel/observers.hpp"
#include "kernel/services.hpp"
#include "kernel/timers.hpp"
#include "objectos/plugin.hpp"

namespace objectos::kernel {

/// What the plugins of one kernel share.
struct Commons {
  Config config;
  Services services{};
  Observers observers{};
  Events events{observers};
  Timers timers{};
};

class Context final : public PluginContext {
 public:
  Context(std::string plugin, Commons& commons);

  bool has_service(std::string_view name) const override;
  void hook(std::string event, std::function<void(const Value&)> handler) override;
  std::size_t trigger(std::string_view event, const Value& data) override;
  void every(Millis interval, std::function<void()> task) override;
  void observe(std::shared_ptr<KernelObserver> observer) override;
  const Logger& logger() const override { return logger_; }
  const Config& config() const override { return commons_.config; }

  /// Cancels the plugin's timers, removes its hooks and observers, and waits for calls that run in other
  /// threads; takes no new ones from here on. The result is its services, which nobody finds any more.
  std::vector<std::shared_ptr<void>> close();

 protected:
  std::shared_ptr<void> find_service(std::string_view name, const std::type_info& type) const override;
  void add_service(std::string name, std::shared_ptr<void> service, const std::type_info& type) override;

 private:
  const std::string plugin_;
  const Logger logger_;
  Commons& commons_;
  std::mutex mutex_;
  bool closed_ = false;
};

}  // namespace objectos::kernel
