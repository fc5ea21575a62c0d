#include <utility>

#include "metrics/built_in.hpp"
#include "objectos/metrics.hpp"

namespace objectos {
namespace {

constexpr Millis flush_interval{1000};

/// A store that is away is spoken of once, not each second.
class Flusher {
 public:
  Flusher(std::shared_ptr<Metrics> metrics, const Logger& logger)
      : metrics_(std::move(metrics)), logger_(logger) {}
  void operator()() {
    try {
      metrics_->flush();
      if (std::exchange(is_failing_, false)) logger_.warning("the store is back");
    } catch (const Error& error) {
      if (!std::exchange(is_failing_, true))
        logger_.warning("kept until the store is back: " + std::string(error.what()));
    }
  }

 private:
  std::shared_ptr<Metrics> metrics_;
  Logger logger_;
  bool is_failing_ = false;
};

}  // namespace

MetricsPlugin::MetricsPlugin() : ServicePlugin(Metrics::service_name) {}
MetricsPlugin::MetricsPlugin(Config config) : ServicePlugin(Metrics::service_name, std::move(config)) {}
MetricsPlugin::~MetricsPlugin() = default;

void MetricsPlugin::init(PluginContext& context) {
  metrics_ = open_metrics(config(context));
  context.register_service<Metrics>(std::string(Metrics::service_name), metrics_);
  if (config(context).boolean("metrics.track_built_in_metrics"))
    context.observe(std::make_shared<metrics::BuiltInMetrics>(metrics_));
  context.every(flush_interval, Flusher(metrics_, context.logger()));
}

void MetricsPlugin::destroy() {
  std::exchange(metrics_, nullptr)->flush();
}

}  // namespace objectos
