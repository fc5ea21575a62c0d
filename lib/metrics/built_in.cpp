#include "metrics/built_in.hpp"

#include <iterator>
#include <mutex>

#include "metrics/labels.hpp"

namespace objectos::metrics {
namespace {

using Kind = BuiltInMetrics::Kind;

// Families with one label. No MetricFamily, which every program would make at its start.
constexpr Kind load{"plugin.load.duration", "plugin", "Seconds that plugins took to initialise"};
constexpr Kind enable{"plugin.enable.duration", "plugin", "Seconds that plugins took to start"};
constexpr Kind hook{"hook.execution.duration", "event", "Seconds that handlers of an event took"};
constexpr Kind calls{"service.calls.total", "service", "How often a service was asked for"};

/// From a microsecond: what the kernel does is quick.
constexpr double bounds[] = {1e-6, 1e-5, 1e-4, 1e-3, .01, .1, 1, 10};

MetricFamily family(const Kind& kind, MetricType type) {
  MetricFamily family{kind.name, type, kind.help, "", {{kind.label}}, {}};
  if (type == MetricType::histogram) family.bounds.assign(std::begin(bounds), std::end(bounds));
  return family;
}

}  // namespace

template <class Handle, class Make>
Handle BuiltInMetrics::find(ByLabel<Handle>& handles, std::string_view value, Make make) {
  {
    const std::shared_lock lock(mutex_);
    if (const auto found = handles.find(value); found != handles.end()) return found->second;
  }
  const std::lock_guard lock(mutex_);
  if (const auto found = handles.find(value); found != handles.end()) return found->second;
  return handles.emplace(std::string(value), make()).first->second;
}

/// The store does not hear of it before the next flush.
Metrics::Handles::Series BuiltInMetrics::series(const Kind& kind, MetricType type, std::string_view value) {
  const std::lock_guard lock(metrics_->handles_->mutex);
  return metrics_->handles_->of(family(kind, type), check_labels({{kind.label, value}}).text);
}

void BuiltInMetrics::observe(ByLabel<HistogramHandle>& handles, const Kind& kind, std::string_view value,
                             std::chrono::nanoseconds took) {
  find(handles, value, [&] {
    return HistogramHandle(series(kind, MetricType::histogram, value).histogram);
  }).observe(std::chrono::duration<double>(took).count());
}

void BuiltInMetrics::plugin_loaded(std::string_view plugin, std::chrono::nanoseconds took) {
  observe(loads_, load, plugin, took);
}
void BuiltInMetrics::plugin_started(std::string_view plugin, std::chrono::nanoseconds took) {
  observe(starts_, enable, plugin, took);
}
void BuiltInMetrics::hook_ran(std::string_view event, std::chrono::nanoseconds took) {
  observe(hooks_, hook, event, took);
}

void BuiltInMetrics::service_called(std::string_view service) {
  find(calls_, service, [&] {
    return CounterHandle(series(calls, MetricType::counter, service).counter);
  }).increment();
}

}  // namespace objectos::metrics
