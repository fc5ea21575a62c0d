#include "kernel/load_plugin.hpp"

#include "core/module.hpp"
#include "kernel/guard.hpp"
#include "objectos/error.hpp"

namespace objectos {

std::unique_ptr<Plugin> kernel::make_plugin(const ModuleInfo& info, const std::string& name) {
  std::unique_ptr<Plugin> plugin;
  if (info.create_plugin) plugin.reset(run_named(name, info.create_plugin));
  if (!plugin) {
    throw Error(Errc::unavailable, Message("kernel.no_plugin", "load module {{module}}: it holds no plugin",
                                           {{"module", name}}));
  }
  return plugin;
}

std::unique_ptr<Plugin> load_plugin(const std::string& path) {
  return kernel::make_plugin(open_module(path), path);
}

}  // namespace objectos
