// The kernel: plugins, services, events and timers in one process. Start here in a C++ program:
//
//   objectos::ObjectOS os;
//   os.register_plugin(std::make_unique<objectos::StoragePlugin>());
//   os.start();
//   auto storage = os.get_service<objectos::Storage>("storage");
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <typeinfo>
#include <vector>

#include "objectos/api.hpp"
#include "objectos/config.hpp"
#include "objectos/plugin.hpp"

namespace objectos {

/// Thread safe once started; register_plugin, start and stop are for one thread.
class OBJECTOS_API ObjectOS {
 public:
  explicit ObjectOS(Config config = Config());
  /// Stops.
  ~ObjectOS();
  ObjectOS(const ObjectOS&) = delete;
  ObjectOS& operator=(const ObjectOS&) = delete;

  /// Error(usage) if the name is taken or the kernel is running.
  void register_plugin(std::unique_ptr<Plugin> plugin);
  /// Loads the modules that `plugins` in the configuration names and registers their plugins. An entry with a
  /// slash or with `.so` at its end is a path, from the file that names it; any other is an installed module.
  void load_configured_plugins();

  /// Initialises all plugins in dependency order, then starts them in the same order. A dependency that is
  /// missing or goes in a circle is Error(usage) that names the path. If init or start throws, the plugins
  /// that were initialised are destroyed in reverse order and the error comes out with the plugin's name: as
  /// an Error, one of another type as Error(internal). The plugins stay registered, so start() may be tried
  /// again, as after stop().
  void start();
  /// For each plugin in reverse order: cancels its timers, removes its hooks, takes back its services,
  /// destroys it. Waits for calls of its tasks and handlers that are running in other threads; a task or a
  /// handler may itself call stop(). Does nothing if not running.
  void stop() noexcept;
  bool is_running() const noexcept;
  /// Waits for SIGINT or SIGTERM, then stops. Returns the signal's number. A SIGINT that the program was
  /// started to ignore (a background job) stays ignored. Error(usage) if not running.
  ///
  /// For the main thread of a program that does not handle these two itself. They are blocked in this thread
  /// while it waits and in the kernel's own threads always; threads that the program or its plugins make must
  /// block them too, or the signal ends the process there: block them in main() before start(), threads
  /// inherit that.
  int run_until_signal();

  /// As PluginContext::get_service.
  template <class Service>
  std::shared_ptr<Service> get_service(std::string_view name) const {
    return std::static_pointer_cast<Service>(find_service(name, typeid(Service)));
  }
  bool has_service(std::string_view name) const;
  /// Names of the plugins in start order; before the first start in the order of registration.
  std::vector<std::string> plugins() const;
  const Config& config() const noexcept;

 private:
  std::shared_ptr<void> find_service(std::string_view name, const std::type_info& type) const;
  struct State;
  std::unique_ptr<State> state_;
};

/// Registers the service "storage", opened as the configuration says.
class OBJECTOS_API StoragePlugin : public ServicePlugin {
 public:
  StoragePlugin();
  explicit StoragePlugin(Config config);
  ~StoragePlugin() override;
  void init(PluginContext& context) override;
};

/// Registers the service "cache", opened as the configuration says, and removes expired entries once a minute.
class OBJECTOS_API CachePlugin : public ServicePlugin {
 public:
  CachePlugin();
  explicit CachePlugin(Config config);
  ~CachePlugin() override;
  void init(PluginContext& context) override;
};

}  // namespace objectos
