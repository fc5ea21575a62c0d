// What is wrong with an exposition, and what promtool would advise.
#include <algorithm>
#include <cctype>
#include <set>

#include "metrics/exposition_reader.hpp"
#include "metrics/exposition_rules.hpp"
#include "objectos/log.hpp"

namespace objectos {

using metrics::ExpositionFamily;
using Type = metrics::ExpositionType;

MetricsFormat exposition_format(std::string_view text) noexcept {
  return metrics::looks_like_openmetrics(text) ? MetricsFormat::openmetrics : MetricsFormat::prometheus;
}

namespace {

bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}
bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}

bool is_camel_case(std::string_view name) {
  for (std::size_t i = 1; i < name.size(); ++i) {
    if (is_lower(name[i - 1]) && is_upper(name[i])) return true;
  }
  return false;
}

std::vector<std::string_view> parts_of(std::string_view name) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t at = name.find('_');
    parts.push_back(name.substr(0, at));
    if (at == name.npos) return parts;
    name.remove_prefix(at + 1);
  }
}

constexpr std::string_view abbreviations[] = {"s",  "ms", "us", "ns", "sec", "b", "kb",
                                              "mb", "gb", "tb", "pb", "m",   "h", "d"};

struct Unit {
  std::string_view name, base;
};
constexpr Unit units[] = {
    {"nanoseconds", "seconds"}, {"microseconds", "seconds"}, {"milliseconds", "seconds"},
    {"minutes", "seconds"},     {"hours", "seconds"},        {"days", "seconds"},
    {"weeks", "seconds"},       {"kelvins", "celsius"},      {"kelvin", "celsius"},
    {"fahrenheit", "celsius"},  {"rankine", "celsius"},      {"inches", "meters"},
    {"yards", "meters"},        {"miles", "meters"},         {"millimeters", "meters"},
    {"centimeters", "meters"},  {"kilometers", "meters"},    {"bits", "bytes"},
    {"kilobytes", "bytes"},     {"megabytes", "bytes"},      {"gigabytes", "bytes"},
    {"terabytes", "bytes"},     {"petabytes", "bytes"},      {"kibibytes", "bytes"},
    {"mebibytes", "bytes"},     {"gibibytes", "bytes"},      {"tebibytes", "bytes"},
    {"kilobits", "bytes"},      {"megabits", "bytes"},       {"gigabits", "bytes"},
    {"calories", "joules"},     {"kilocalories", "joules"},  {"kilojoules", "joules"},
    {"pounds", "grams"},        {"ounces", "grams"},         {"kilograms", "grams"},
    {"milligrams", "grams"},    {"percent", "ratio"},        {"milliamperes", "amperes"},
    {"millivolts", "volts"},    {"kilovolts", "volts"},
};

constexpr std::string_view type_names[] = {"counter", "gauge", "histogram", "summary"};

/// promtool's advice on one family.
class Advice {
 public:
  Advice(const ExpositionFamily& family, const std::set<std::string>& labels, bool openmetrics,
         std::vector<MetricsFinding>& findings)
      : family_(family), labels_(labels), openmetrics_(openmetrics), findings_(findings) {}

  void give() {
    if (family_.help.empty()) warn(Message("lint.help", "there is no help text"));
    endings();
    names();
    labels();
  }

 private:
  void warn(Message message) {
    findings_.push_back({MetricsFinding::Severity::warning, family_.line, 1, std::move(message)});
  }

  void endings() {
    const std::string_view name = family_.name;
    const Type type = family_.type;
    if (type == Type::counter && !openmetrics_ && !name.ends_with("_total"))
      warn(Message("lint.no_total", "a counter's name should end with _total"));
    if (type == Type::untyped) return;
    const bool has_buckets = type == Type::histogram || type == Type::gaugehistogram;
    if (type != Type::counter && name.ends_with("_total"))
      warn(Message("lint.total", "only a counter's name should end with _total"));
    if (!has_buckets && name.ends_with("_bucket"))
      warn(Message("lint.bucket", "only a histogram's samples should end with _bucket"));
    if (has_buckets || type == Type::summary) return;
    for (const std::string_view ending : {"_count", "_sum"}) {
      if (name.ends_with(ending))
        warn(Message("lint.count", "only samples of histograms and summaries should end with {{ending}}",
                     {{"ending", ending}}));
    }
  }

  void names() {
    const std::string_view name = family_.name;
    if (name.find(':') != name.npos)
      warn(Message("lint.colon", "colons are for names that recording rules make"));
    if (is_camel_case(name))
      warn(Message("lint.camel_case", "names should be written in snake_case, not camelCase"));
    const auto parts = parts_of(name);
    for (const std::string_view part : parts) {
      const bool is_first = part.data() == name.data();
      const bool is_type =
          std::find(std::begin(type_names), std::end(type_names), part) != std::end(type_names);
      if (is_type && !is_first && family_.type != Type::untyped)
        warn(Message("lint.type_in_name", "a name should not hold the type {{type}}", {{"type", part}}));
      if (std::find(std::begin(abbreviations), std::end(abbreviations), part) != std::end(abbreviations))
        warn(Message("lint.abbreviation", "a name should not hold an abbreviated unit: {{unit}}",
                     {{"unit", part}}));
      for (const Unit& unit : units) {
        if (part == unit.name)
          warn(Message("lint.unit", "the base unit is {{base}}, not {{unit}}",
                       {{"base", unit.base}, {"unit", unit.name}}));
      }
    }
  }

  void labels() {
    const bool has_buckets = family_.type == Type::histogram || family_.type == Type::gaugehistogram;
    for (const std::string& name : labels_) {
      if (is_camel_case(name))
        warn(Message("lint.camel_label", "the label {{name}} should be written in snake_case",
                     {{"name", printable(name)}}));
      if (family_.type == Type::untyped) continue;
      if (name == "le" && !has_buckets) warn(Message("lint.le", "only histograms should have the label le"));
      if (name == "quantile" && family_.type != Type::summary)
        warn(Message("lint.quantile", "only summaries should have the label quantile"));
    }
  }

  const ExpositionFamily& family_;
  const std::set<std::string>& labels_;  // names of labels of all samples
  const bool openmetrics_;
  std::vector<MetricsFinding>& findings_;
};

/// Collects what is wrong, and advice.
class Linter final : public metrics::ExpositionVisitor {
 public:
  explicit Linter(bool openmetrics) : openmetrics_(openmetrics) {}

  void finding(MetricsFinding finding) override { findings_.push_back(std::move(finding)); }

  void sample(const ExpositionFamily& family, const metrics::PlacedSample& placed) override {
    for (const auto& [name, value] : placed.sample.labels) labels_.insert(name);
    if (!openmetrics_) check_value(family, placed);
  }

  void end(const ExpositionFamily& family) override {
    if (family.samples > 0) Advice(family, labels_, openmetrics_, findings_).give();
    labels_.clear();
  }

  std::vector<MetricsFinding> take() {
    std::stable_sort(findings_.begin(), findings_.end(), [](const auto& a, const auto& b) {
      return a.line != b.line ? a.line < b.line : a.column < b.column;
    });
    return std::move(findings_);
  }

 private:
  /// What text 0.0.4 allows and readers stumble over.
  void check_value(const ExpositionFamily& family, const metrics::PlacedSample& placed) {
    const auto warn = [&](std::size_t column, Message message) {
      findings_.push_back({MetricsFinding::Severity::warning, placed.line, column, std::move(message)});
    };
    const metrics::Sample& sample = placed.sample;
    if (sample.timestamp)
      warn(sample.timestamp_column,
           Message("lint.timestamp", "Pushgateway and the textfile collector refuse time stamps"));
    if (family.type == Type::counter && !(sample.value >= 0))
      warn(sample.value_column, Message("lint.negative", "a counter should not be negative or NaN"));
  }

  const bool openmetrics_;
  std::set<std::string> labels_;  // of the present family
  std::vector<MetricsFinding> findings_;
};

}  // namespace

std::vector<MetricsFinding> lint_metrics(std::string_view text, MetricsFormat format) {
  const bool openmetrics = format == MetricsFormat::openmetrics;
  Linter linter(openmetrics);
  metrics::ExpositionRules rules(text, openmetrics, linter);
  metrics::ExpositionReader(openmetrics, rules).read(text);
  return linter.take();
}

}  // namespace objectos
