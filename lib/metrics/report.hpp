// What a store shows, collected for those who want it whole.
#pragma once

#include <vector>

#include "objectos/metrics.hpp"

namespace objectos::metrics {

struct Reports final : MetricsVisitor {
  std::vector<MetricReport> all;
  void family(const MetricFamily& family) override;
  void series(const SeriesView& series) override;
};

/// Fills count, sum and buckets from the cells.
void sum_cells(Metric& metric, const std::vector<double>& bounds);

/// The series whose labels include `labels`: counters and histograms as one, gauges as they are.
std::vector<Metric> matching(MetricReport report, const Labels& labels);

}  // namespace objectos::metrics
