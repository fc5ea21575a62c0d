// What a plugin is, and what the kernel gives it. The five services are plugins like any other.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <typeinfo>
#include <vector>

#include "objectos/api.hpp"
#include "objectos/config.hpp"
#include "objectos/log.hpp"
#include "objectos/module.hpp"
#include "objectos/text.hpp"
#include "objectos/value.hpp"
#include "objectos/version.hpp"

namespace objectos {

/// Hears of the kernel's own work, for those who measure it. Called in the threads that do the work, so from
/// several at once; must be quick, and not throw.
class OBJECTOS_API KernelObserver {
 public:
  virtual ~KernelObserver();
  /// Its init() has returned; its start() has.
  virtual void plugin_loaded(std::string_view, std::chrono::nanoseconds) {}
  virtual void plugin_started(std::string_view, std::chrono::nanoseconds) {}
  /// get_service() has found the service.
  virtual void service_called(std::string_view) {}
  /// A handler of the event has ended, perhaps by throwing.
  virtual void hook_ran(std::string_view, std::chrono::nanoseconds) {}
};

/// The kernel as one plugin sees it. Valid from init() until destroy() has returned; all members are thread
/// safe. Once the plugin is being stopped, hook(), every() and observe() do nothing.
class OBJECTOS_API PluginContext {
 public:
  virtual ~PluginContext();

  /// The service of that name. Error(unavailable) if there is none, Error(usage) if it has another type.
  template <class Service>
  std::shared_ptr<Service> get_service(std::string_view name) const {
    return std::static_pointer_cast<Service>(find_service(name, typeid(Service)));
  }
  virtual bool has_service(std::string_view name) const = 0;
  /// Error(usage) if the name is taken or the plugin is being stopped. Others must ask for exactly this type:
  /// for an interface write `register_service<Interface>(name, object)`. Nobody finds the service any more
  /// when destroy() of this plugin begins; who holds it keeps it alive.
  template <class Service>
  void register_service(std::string name, std::shared_ptr<Service> service) {
    add_service(std::move(name), std::move(service), typeid(Service));
  }

  /// Calls `handler` for every trigger() of `event`, in the order of registration, in the thread that
  /// triggers. Removed, and a running call in another thread waited for, before the plugin is destroyed.
  ///
  /// The kernel itself triggers `plugin.loaded` (after init), `plugin.started` and `plugin.destroyed`, each
  /// with {"plugin":NAME,"duration_ms":NUMBER}.
  virtual void hook(std::string event, std::function<void(const Value& data)> handler) = 0;
  /// Runs the event's handlers in this thread. A handler that throws is logged and the others still run;
  /// returns how many threw.
  virtual std::size_t trigger(std::string_view event, const Value& data = Value()) = 0;
  /// Calls `task` every `interval` on the kernel's timer thread, first after one interval; Error(usage)
  /// unless that is positive. Calls keep to the grid of the first one: one that takes too long skips what it
  /// missed. What it throws is logged. Cancelled, and a running call waited for, before the plugin is
  /// destroyed.
  virtual void every(Millis interval, std::function<void()> task) = 0;

  /// `observer` hears of the kernel's work until the plugin is destroyed, or a moment longer; at once of the
  /// plugins that were loaded and started before.
  virtual void observe(std::shared_ptr<KernelObserver> observer) = 0;

  virtual const Logger& logger() const = 0;
  virtual const Config& config() const = 0;

 protected:
  virtual std::shared_ptr<void> find_service(std::string_view name, const std::type_info& type) const = 0;
  virtual void add_service(std::string name, std::shared_ptr<void> service, const std::type_info& type) = 0;
};

/// One plugin. init() registers services, start() uses those of others; both may throw, then every plugin
/// whose init() returned is destroyed in reverse order. A kernel that was stopped, or failed to start, may be
/// started again: then init() follows destroy().
class OBJECTOS_API Plugin {
 public:
  virtual ~Plugin();
  /// Not empty, UTF-8; unique in its kernel.
  virtual std::string name() const = 0;
  virtual std::string version() const = 0;
  /// Names of plugins that must be initialised and started before this one.
  virtual std::vector<std::string> dependencies() const { return {}; }
  virtual void init(PluginContext&) {}
  virtual void start(PluginContext&) {}
  /// What it throws is logged.
  virtual void destroy() {}
};

/// What plugins that open one service have in common: they are called as it, and open it with the kernel's
/// configuration or with one of their own.
class OBJECTOS_API ServicePlugin : public Plugin {
 public:
  ~ServicePlugin() override;
  std::string name() const override;
  /// The library's.
  std::string version() const override;

 protected:
  explicit ServicePlugin(std::string_view name);
  ServicePlugin(std::string_view name, Config config);
  const Config& config(const PluginContext& context) const;

 private:
  std::string name_;
  std::unique_ptr<Config> config_;
};

// ---- modules: plugins in a shared object of their own
// ------------------------------------------------------

/// Put `OBJECTOS_MODULE(MyPlugin)` once, outside of namespaces, into a shared object: its one exported
/// symbol.
#define OBJECTOS_MODULE(PluginClass)                                                                 \
  extern "C" OBJECTOS_API const ::objectos::ModuleInfo* objectos_module() {                          \
    static constexpr ::objectos::ModuleInfo info{                                                    \
        ::objectos::module_abi, __VERSION__, OBJECTOS_VERSION,                                       \
        []() -> ::objectos::Plugin* { return std::make_unique<PluginClass>().release(); }, nullptr}; \
    return &info;                                                                                    \
  }

/// Loads the shared object at `path` (never unloaded) and makes its plugin. Error(unavailable) if it cannot
/// be loaded, holds no plugin, or was built for another ABI, compiler or library: the message says which.
/// Error(denied) if others than root and the effective user can change the file. What the plugin's
/// constructor throws comes out with the path.
OBJECTOS_API std::unique_ptr<Plugin> load_plugin(const std::string& path);

}  // namespace objectos
