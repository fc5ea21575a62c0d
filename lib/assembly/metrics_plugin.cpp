#include "objectos/metrics.hpp"

namespace objectos {

MetricsPlugin::MetricsPlugin() : ServicePlugin(Metrics::service_name) {}
MetricsPlugin::MetricsPlugin(Config config) : ServicePlugin(Metrics::service_name, std::move(config)) {}
MetricsPlugin::~MetricsPlugin() = default;

void MetricsPlugin::init(PluginContext& context) {
  context.register_service<Metrics>(std::string(Metrics::service_name), open_metrics(config(context)));
}

}  // namespace objectos
