// The key functions: here, and nowhere else, are these classes' type information and tables.
#include "objectos/plugin.hpp"

namespace objectos {

PluginContext::~PluginContext() = default;
Plugin::~Plugin() = default;

}  // namespace objectos
