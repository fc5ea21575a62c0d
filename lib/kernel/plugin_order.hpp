// The order in which plugins start.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace objectos::kernel {

struct PluginNode {
  std::string name;
  std::vector<std::string> dependencies;
};

/// The indices of `plugins`, each behind all it depends on, otherwise as given. Names are distinct.
/// Error(usage) with the path if a dependency is missing (`app -> cache -> redis`: nobody is redis) or leads
/// back to itself (`a -> b -> a`).
std::vector<std::size_t> plugin_order(const std::vector<PluginNode>& plugins);

}  // namespace objectos::kernel
