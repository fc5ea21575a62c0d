#include "metrics/report.hpp"

#include <algorithm>
#include <limits>

#include "metrics/buckets.hpp"
#include "metrics/labels.hpp"

namespace objectos::metrics {

void sum_cells(Metric& metric, const std::vector<double>& bounds) {
  metric.count = 0;
  metric.sum = 0;
  metric.buckets.clear();
  for (const double bound : bounds) metric.buckets.emplace_back(bound, 0);
  metric.buckets.emplace_back(std::numeric_limits<double>::infinity(), 0);
  for (const HistogramCell& cell : metric.cells) {
    metric.buckets[std::min<std::size_t>(static_cast<std::size_t>(cell.bucket), bounds.size())].second +=
        cell.count;
    metric.count += cell.count;
    metric.sum += cell.sum;
  }
  for (std::size_t i = 1; i < metric.buckets.size(); ++i)
    metric.buckets[i].second += metric.buckets[i - 1].second;
}

namespace {

Metric metric_of(const MetricFamily& family, const SeriesView& series) {
  Metric metric;
  metric.name = family.name;
  metric.type = family.type;
  metric.labels = labels_of(series.labels);
  metric.value = series.value;
  if (family.type != MetricType::histogram) return metric;
  metric.cells.assign(series.cells.begin(), series.cells.end());
  metric.samples.assign(series.samples.begin(), series.samples.end());
  sum_cells(metric, family.bounds);
  return metric;
}

}  // namespace

void Reports::family(const MetricFamily& family) {
  all.push_back({family, {}});
}

void Reports::series(const SeriesView& series) {
  all.back().series.push_back(metric_of(all.back().family, series));
}

void Matching::series(const SeriesView& series) {
  if (!labels_.empty()) {
    const Labels its = labels_of(series.labels);
    if (!std::includes(its.begin(), its.end(), labels_.begin(), labels_.end())) return;
  }
  if (found_.empty() || family_.type == MetricType::gauge) {
    found_.push_back(metric_of(family_, series));
    return;
  }
  Metric& total = found_.front();
  total.labels = labels_;
  total.value += series.value;
  if (family_.type != MetricType::histogram) return;
  add_cells(total.cells, series.cells);
  total.samples.insert(total.samples.end(), series.samples.begin(), series.samples.end());
}

std::vector<Metric> Matching::take() {
  if (!found_.empty() && family_.type == MetricType::histogram) sum_cells(found_.front(), family_.bounds);
  return std::move(found_);
}

}  // namespace objectos::metrics
