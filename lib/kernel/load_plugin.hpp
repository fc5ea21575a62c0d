// From a module to the plugin in it.
#pragma once

#include <memory>
#include <string>

#include "objectos/plugin.hpp"

namespace objectos::kernel {

/// A new plugin of the module that `name` (a path, or a module's name) stands for in messages.
/// Error(unavailable) if it holds none; what its constructor throws comes out with the name in front.
std::unique_ptr<Plugin> make_plugin(const ModuleInfo& info, const std::string& name);

}  // namespace objectos::kernel
