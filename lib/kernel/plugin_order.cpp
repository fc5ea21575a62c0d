#include "kernel/plugin_order.hpp"

#include <algorithm>
#include <map>
#include <string_view>

#include "objectos/error.hpp"
#include "objectos/text.hpp"

namespace objectos::kernel {
namespace {

class Sorter {
 public:
  explicit Sorter(const std::vector<PluginNode>& plugins) : plugins_(plugins), state_(plugins.size()) {
    for (std::size_t i = 0; i < plugins.size(); ++i) index_.emplace(plugins[i].name, i);
  }

  std::vector<std::size_t> sort() {
    for (std::size_t i = 0; i < plugins_.size(); ++i) visit(i);
    return std::move(order_);
  }

 private:
  enum class State : char { fresh, open, done };

  void visit(std::size_t plugin) {
    if (state_[plugin] == State::done) return;
    if (state_[plugin] == State::open) fail_cycle(plugin);
    state_[plugin] = State::open;
    path_.push_back(plugin);
    for (const std::string& dependency : plugins_[plugin].dependencies) {
      const auto found = index_.find(dependency);
      if (found == index_.end()) fail_missing(dependency);
      visit(found->second);
    }
    path_.pop_back();
    state_[plugin] = State::done;
    order_.push_back(plugin);
  }

  // `begin` in the path and all behind it, then `last`.
  std::string path_text(std::vector<std::size_t>::const_iterator begin, const std::string& last) const {
    std::string text;
    for (auto at = begin; at != path_.end(); ++at) text += plugins_[*at].name + " -> ";
    return text + last;
  }

  [[noreturn]] void fail_cycle(std::size_t plugin) const {
    const auto begin = std::find(path_.begin(), path_.end(), plugin);
    throw Error(Errc::usage, Message("kernel.cycle", "plugins depend on each other: {{path}}",
                                     {{"path", path_text(begin, plugins_[plugin].name)}}));
  }

  [[noreturn]] void fail_missing(const std::string& dependency) const {
    std::vector<std::string> names;
    for (const PluginNode& plugin : plugins_) names.push_back(plugin.name);
    const auto near = nearest(dependency, names);
    throw Error(Errc::usage,
                Message("kernel.missing_dependency",
                        "plugin {{plugin}} needs {{dependency}}, which is not registered: {{path}}",
                        {{"plugin", plugins_[path_.back()].name},
                         {"dependency", dependency},
                         {"path", path_text(path_.begin(), dependency)}}),
                near ? Message("kernel.missing_dependency_hint", "did it mean {{name}}?", {{"name", *near}})
                     : Message());
  }

  const std::vector<PluginNode>& plugins_;
  std::map<std::string_view, std::size_t> index_;
  std::vector<State> state_;
  std::vector<std::size_t> path_;
  std::vector<std::size_t> order_;
};

}  // namespace

std::vector<std::size_t> plugin_order(const std::vector<PluginNode>& plugins) {
  return Sorter(plugins).sort();
}

}  // namespace objectos::kernel
