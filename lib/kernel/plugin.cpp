// The key functions: here, and nowhere else, are these classes' type information and tables.
#include "objectos/plugin.hpp"

namespace objectos {

PluginContext::~PluginContext() = default;
Plugin::~Plugin() = default;

ServicePlugin::ServicePlugin(std::string_view name) : name_(name) {}
ServicePlugin::ServicePlugin(std::string_view name, Config config)
    : name_(name), config_(std::make_unique<Config>(std::move(config))) {}
ServicePlugin::~ServicePlugin() = default;

std::string ServicePlugin::name() const {
  return name_;
}
std::string ServicePlugin::version() const {
  return OBJECTOS_VERSION;
}
const Config& ServicePlugin::config(const PluginContext& context) const {
  return config_ ? *config_ : context.config();
}

}  // namespace objectos
