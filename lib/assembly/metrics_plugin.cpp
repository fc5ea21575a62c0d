#include "objectos/metrics.hpp"
#include "objectos/version.hpp"

namespace objectos {

MetricsPlugin::MetricsPlugin() = default;
MetricsPlugin::MetricsPlugin(Config config) : config_(std::make_unique<Config>(std::move(config))) {}
MetricsPlugin::~MetricsPlugin() = default;

std::string MetricsPlugin::name() const {
  return "metrics";
}
std::string MetricsPlugin::version() const {
  return OBJECTOS_VERSION;
}

void MetricsPlugin::init(PluginContext& context) {
  context.register_service<Metrics>(std::string(Metrics::service_name),
                                    open_metrics(config_ ? *config_ : context.config()));
}

void MetricsPlugin::destroy() {}

}  // namespace objectos
