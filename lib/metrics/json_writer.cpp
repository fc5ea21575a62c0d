// The export as JSON, and single metrics as JSON for whoever prints them.
#include <algorithm>

#include "metrics/exposition.hpp"
#include "metrics/number.hpp"
#include "metrics/report.hpp"
#include "objectos/json.hpp"

namespace objectos {
namespace {

constexpr double shown_quantiles[] = {0.5, 0.9, 0.95, 0.99};

void append_labels(std::string& out, const Labels& labels) {
  out += '{';
  for (const auto& [name, value] : labels) {
    if (out.back() != '{') out += ',';
    json::append_string(out, name);
    out += ':';
    json::append_string(out, value);
  }
  out += '}';
}

void append_histogram(std::string& out, const Metric& metric) {
  out.append("\"count\":").append(std::to_string(metric.count)).append(",\"sum\":");
  metrics::append_json_number(out, metric.sum);
  out += ",\"buckets\":{";
  for (const auto& [bound, count] : metric.buckets) {
    if (out.back() != '{') out += ',';
    out += '"';
    metrics::append_number(out, bound);
    out.append("\":").append(std::to_string(count));
  }
  out += "},\"quantiles\":{";
  for (const double q : shown_quantiles) {
    const auto value = metric.quantile(q);
    if (!value) break;
    if (out.back() != '{') out += ',';
    out += '"';
    metrics::append_number(out, q);
    out += "\":";
    metrics::append_json_number(out, *value);
  }
  out += '}';
}

void append_series(std::string& out, const Metric& metric) {
  out += "\"labels\":";
  append_labels(out, metric.labels);
  out += ',';
  if (metric.type == MetricType::histogram) {
    append_histogram(out, metric);
  } else {
    out += "\"value\":";
    metrics::append_json_number(out, metric.value);
  }
  out += '}';
}

}  // namespace

void append_recorded_json(std::string& out, std::string_view name, LabelList labels, double value) {
  Labels sorted(labels.begin(), labels.end());
  std::sort(sorted.begin(), sorted.end());
  out += "{\"name\":";
  json::append_string(out, name);
  out += ",\"labels\":";
  append_labels(out, sorted);
  out += ",\"value\":";
  metrics::append_json_number(out, value);
  out += '}';
}

void append_metric_json(std::string& out, const Metric& metric) {
  out += "{\"name\":";
  json::append_string(out, metric.name);
  out.append(",\"type\":\"").append(metric_type_name(metric.type)).append("\",");
  append_series(out, metric);
}

namespace metrics {
namespace {

constexpr std::size_t piece_size = 64 * 1024;

class JsonWriter final : public Writer {
 public:
  JsonWriter(const MetricsOptions& options, const MetricsSink& sink) : options_(options), sink_(sink) {}

  void family(const MetricFamily& family) override {
    out_ += is_first_family_ ? "[" : "]},";
    is_first_family_ = false;
    is_first_series_ = true;
    out_ += "{\"name\":";
    json::append_string(out_, options_.prefix + family.name);
    out_.append(",\"type\":\"").append(metric_type_name(family.type)).append("\",\"help\":");
    json::append_string(out_, family.help);
    out_ += ",\"unit\":";
    json::append_string(out_, family.unit);
    out_ += ",\"series\":[";
    default_labels_ = default_labels_for(family, options_);
    reports_.all.clear();
    reports_.family(family);
  }

  void series(const SeriesView& series) override {
    reports_.all.back().series.clear();
    reports_.series(series);
    Metric& metric = reports_.all.back().series.back();
    metric.labels.insert(metric.labels.end(), default_labels_.begin(), default_labels_.end());
    out_ += is_first_series_ ? "{" : ",{";
    is_first_series_ = false;
    append_series(out_, metric);
    if (out_.size() >= piece_size) hand_on();
  }

  void finish() override {
    out_ += is_first_family_ ? "[]\n" : "]}]\n";
    hand_on();
  }

 private:
  void hand_on() {
    sink_(out_);
    out_.clear();
  }

  const MetricsOptions& options_;
  const MetricsSink& sink_;
  std::string out_;
  bool is_first_family_ = true;
  bool is_first_series_ = true;
  Labels default_labels_;
  Reports reports_;  // of the present family and series
};

}  // namespace

std::unique_ptr<Writer> make_json_writer(const MetricsOptions& options, const MetricsSink& sink) {
  return std::make_unique<JsonWriter>(options, sink);
}

}  // namespace metrics
}  // namespace objectos
