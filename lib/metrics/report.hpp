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

/// Of one family the series whose labels include `labels`: counters and histograms as one, gauges as they are.
class Matching final : public MetricsVisitor {
 public:
  explicit Matching(Labels labels) : labels_(std::move(labels)) {}
  void family(const MetricFamily& family) override { family_ = family; }
  void series(const SeriesView& series) override;
  std::vector<Metric> take();

 private:
  std::vector<Metric> found_;
  Labels labels_;
  MetricFamily family_;
};

}  // namespace objectos::metrics
