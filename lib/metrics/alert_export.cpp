// Alert rules as Prometheus reads them.
#include <algorithm>

#include "metrics/alert_rules.hpp"
#include "metrics/alert_template.hpp"
#include "metrics/exposition.hpp"
#include "metrics/labels.hpp"
#include "metrics/names.hpp"
#include "metrics/yaml.hpp"
#include "objectos/metrics_alerts.hpp"

namespace objectos {
namespace {

using Value = AlertRule::Value;

/// What a metric must be for the rule to make sense, should it not be there yet.
MetricType likely_type(Value value) {
  if (value == Value::rate || value == Value::increase) return MetricType::counter;
  return value == Value::quantile ? MetricType::histogram : MetricType::gauge;
}

/// One rule in PromQL, about series as an export has them.
class Expression {
 public:
  Expression(const Metrics& metrics, const AlertRule& rule) : metrics_(metrics), rule_(rule) {
    const auto family = metrics.family(rule.metric);
    family_.name = rule.metric;
    family_.type = likely_type(rule.value);
    if (family) family_ = *family;
  }

  std::string text() const {
    switch (rule_.value) {
      case Value::itself: return compared(selector());
      case Value::rate: return compared("rate(" + selector() + window() + ")");
      case Value::increase: return compared("increase(" + selector() + window() + ")");
      case Value::quantile:
        return compared("histogram_quantile(" + metric_number(rule_.quantile) + ", " + selector() + ")");
      case Value::absent: return "absent(" + selector() + ")";
      case Value::age: break;
    }
    return "time() - " + selector() + " > " + metric_number(static_cast<double>(rule_.window.count()) / 1000);
  }

 private:
  std::string compared(const std::string& value) const {
    return value + " " + std::string(metrics::alert_op_name(rule_.op)) + " " + metric_number(rule_.threshold);
  }

  std::string window() const { return "[" + format_duration(rule_.window) + "]"; }

  /// The name of the samples that the rule is about.
  std::string sample_name() const {
    std::string name = metrics_.options().prefix + family_.name;
    if (family_.type == MetricType::counter) name.resize(metrics::without_total(name).size());
    name = metrics::mapped_metric_name(name, MetricsEscaping::underscores);
    if (family_.type == MetricType::counter) return name + "_total";
    if (family_.type == MetricType::gauge) return name;
    return name + (rule_.value == Value::quantile ? "_bucket" : "_count");
  }

  std::string selector() const {
    Labels matchers;
    for (const Labels& labels : {metrics::default_labels_for(family_, metrics_.options()), rule_.labels}) {
      for (const auto& [name, value] : labels) {
        std::string mapped = metrics::mapped_label_name(name, MetricsEscaping::underscores);
        std::erase_if(matchers, [&](const auto& known) { return known.first == mapped; });
        matchers.emplace_back(std::move(mapped), value);
      }
    }
    std::sort(matchers.begin(), matchers.end());
    std::string text = sample_name();
    if (matchers.empty()) return text;
    text += '{';
    for (const auto& [name, value] : matchers) {
      if (text.back() != '{') text += ',';
      text.append(name).append("=\"");
      metrics::append_escaped(text, value);
      text += '"';
    }
    return text + "}";
  }

  const Metrics& metrics_;
  const AlertRule& rule_;
  MetricFamily family_;
};

void append_duration(std::string& out, const char* name, Millis duration) {
  if (duration.count() > 0)
    out.append("        ").append(name).append(": ").append(format_duration(duration)).append("\n");
}

void append_map(std::string& out, const char* name, const Labels& texts) {
  if (texts.empty()) return;
  out.append("        ").append(name).append(":\n");
  for (const auto& [key, text] : texts) {
    const std::string exported = metrics::mapped_label_name(key, MetricsEscaping::underscores);
    out.append("          ").append(metrics::yaml_quoted(exported)).append(": ");
    out.append(metrics::yaml_quoted(metrics::exported_template(text))).append("\n");
  }
}

}  // namespace

std::string export_alert_rules(const Metrics& metrics, const std::vector<AlertRule>& rules) {
  if (rules.empty()) return "groups: []\n";
  std::string out = "groups:\n  - name: objectos\n    rules:\n";
  for (const AlertRule& rule : rules) {
    out.append("      - alert: ").append(metrics::yaml_quoted(rule.name)).append("\n");
    out.append("        expr: ").append(metrics::yaml_quoted(Expression(metrics, rule).text())).append("\n");
    append_duration(out, "for", rule.hold_for);
    append_duration(out, "keep_firing_for", rule.keep_firing_for);
    append_map(out, "labels", rule.alert_labels);
    append_map(out, "annotations", rule.annotations);
  }
  return out;
}

}  // namespace objectos
