// What the parts of the metrics suite share.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "metrics_suite.hpp"
#include "thrown.hpp"

namespace conformance {

std::vector<MetricsCase> handle_cases();
std::vector<MetricsCase> alert_cases();
std::vector<MetricsCase> run_cases();

/// A case called as its function, blanks for underscores.
#define METRICS_CASE(function) named_case(#function, function)
inline MetricsCase named_case(std::string name, void (*run)(MetricsFixture&)) {
  for (char& c : name) c = c == '_' ? ' ' : c;
  return {std::move(name), run};
}

using namespace objectos;

/// The whole state as text: what every case compares.
inline std::string state(const Metrics& metrics) {
  std::string text;
  metrics.write(MetricsFormat::json, MetricsEscaping::underscores,
                [&](std::string_view piece) { text += piece; });
  return text;
}

inline double value_of(const Metrics& metrics, std::string_view name, LabelList labels = {}) {
  const auto series = metrics.get_metric(name, labels);
  return series.size() == 1 ? series[0].value : -1;
}

inline std::uint64_t count_of(const Metrics& metrics, std::string_view name) {
  const auto series = metrics.get_metric(name);
  return series.size() == 1 ? series[0].count : 0;
}

}  // namespace conformance
