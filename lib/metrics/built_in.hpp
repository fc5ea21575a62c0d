// The kernel's own metrics.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <shared_mutex>
#include <string>
#include <string_view>

#include "metrics/handles.hpp"
#include "objectos/metrics.hpp"
#include "objectos/plugin.hpp"

namespace objectos::metrics {

/// plugin.load.duration{plugin}, plugin.enable.duration{plugin}, hook.execution.duration{event}, in seconds,
/// and service.calls.total{service}. All stays in this process until the metrics are flushed, so a store that
/// is away holds nobody up.
class BuiltInMetrics final : public KernelObserver {
 public:
  explicit BuiltInMetrics(std::shared_ptr<Metrics> metrics) : metrics_(std::move(metrics)) {}
  void plugin_loaded(std::string_view plugin, std::chrono::nanoseconds took) override;
  void plugin_started(std::string_view plugin, std::chrono::nanoseconds took) override;
  void service_called(std::string_view service) override;
  void hook_ran(std::string_view event, std::chrono::nanoseconds took) override;

  struct Kind {
    const char* name;
    const char* label;
    const char* help;
  };

 private:
  template <class Handle>
  using ByLabel = std::map<std::string, Handle, std::less<>>;
  /// The handle of a label's value, from `make` if it is the first time.
  template <class Handle, class Make>
  Handle find(ByLabel<Handle>& handles, std::string_view value, Make make);
  Metrics::Handles::Series series(const Kind& kind, MetricType type, std::string_view value);
  void observe(ByLabel<HistogramHandle>& handles, const Kind& kind, std::string_view value,
               std::chrono::nanoseconds took);

  std::shared_ptr<Metrics> metrics_;
  std::shared_mutex mutex_;
  ByLabel<HistogramHandle> loads_, starts_, hooks_;
  ByLabel<CounterHandle> calls_;
};

}  // namespace objectos::metrics
