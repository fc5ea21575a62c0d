// The series that a rule is about, and the number that it takes of each.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "objectos/metrics_alerts.hpp"

namespace objectos::metrics {

/// Of one rule no more series are looked at.
inline constexpr std::size_t most_alert_series = 10'000;

struct WatchedSeries {
  std::string labels;  ///< as stores know the series
  std::optional<double>
      value;  ///< a counter's value, a gauge's, a histogram's count or quantile; for a time: its age
};
struct Watched {
  std::vector<WatchedSeries> series;  ///< bytewise by labels
  std::optional<Message> fault;
};
/// Reads what there is for the rule at `now`.
Watched watch(MetricsStore& store, const AlertRule& rule, std::int64_t now);

/// True if a series with these labels, as stores know it, is one that the rule is about.
bool is_watched(const AlertRule& rule, std::string_view labels);

}  // namespace objectos::metrics
