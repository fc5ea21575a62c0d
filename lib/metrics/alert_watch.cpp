#include "metrics/alert_watch.hpp"

#include <algorithm>

#include "metrics/labels.hpp"
#include "metrics/report.hpp"

namespace objectos::metrics {
namespace {

/// What is wrong with such a rule for such a metric, if anything.
std::optional<Message> misfit(const AlertRule& rule, MetricType type) {
  const auto say = [&](const char* id, const char* english) {
    return Message(id, english, {{"name", rule.metric}, {"type", metric_type_name(type)}});
  };
  switch (rule.value) {
    case AlertRule::Value::itself:
      if (type == MetricType::histogram)
        return say("alerts.histogram",
                   "{{name}} is a {{type}}, of which only a quantile, rate or increase is compared");
      break;
    case AlertRule::Value::rate:
    case AlertRule::Value::increase:
      if (type == MetricType::gauge)
        return say("alerts.no_growth", "{{name}} is a {{type}}: only counters and histograms grow");
      break;
    case AlertRule::Value::quantile:
      if (type != MetricType::histogram)
        return say("metrics.no_quantiles", "{{name}} is a {{type}}: only histograms have quantiles");
      break;
    case AlertRule::Value::age:
      if (type != MetricType::gauge)
        return say("alerts.no_time", "{{name}} is a {{type}}: only gauges hold times");
      break;
    case AlertRule::Value::absent: break;
  }
  return std::nullopt;
}

class Watcher final : public MetricsVisitor {
 public:
  Watcher(const AlertRule& rule, std::int64_t now) : rule_(rule), now_(now) {}

  void family(const MetricFamily& family) override {
    family_ = family;
    watched.fault = misfit(rule_, family.type);
  }

  void series(const SeriesView& series) override {
    if (watched.fault || !is_watched(rule_, series.labels)) return;
    if (watched.series.size() == most_alert_series) {
      watched.fault = Message("alerts.many", "more than {{most}} series of {{name}} match: name labels",
                              {{"most", most_alert_series}, {"name", rule_.metric}});
      return;
    }
    watched.series.push_back({std::string(series.labels), value_of(series)});
  }

  Watched watched;

 private:
  std::optional<double> value_of(const SeriesView& series) const {
    if (rule_.value == AlertRule::Value::age) return static_cast<double>(now_) / 1000 - series.value;
    if (family_.type != MetricType::histogram) return series.value;
    Metric histogram;
    histogram.cells.assign(series.cells.begin(), series.cells.end());
    sum_cells(histogram, family_.bounds);
    if (rule_.value == AlertRule::Value::quantile) return histogram.quantile(rule_.quantile);
    return static_cast<double>(histogram.count);
  }

  const AlertRule& rule_;
  const std::int64_t now_;
  MetricFamily family_;
};

}  // namespace

bool is_watched(const AlertRule& rule, std::string_view labels) {
  return std::all_of(rule.labels.begin(), rule.labels.end(), [&](const auto& wanted) {
    for (LabelReader reader(labels); reader.next();) {
      if (reader.name == wanted.first) return unescaped(reader.value) == wanted.second;
    }
    return wanted.second.empty();
  });
}

Watched watch(MetricsStore& store, const AlertRule& rule, std::int64_t now) {
  Watcher watcher(rule, now);
  store.read(Glob(Glob::escape(rule.metric)), watcher);
  return std::move(watcher.watched);
}

}  // namespace objectos::metrics
