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

void Reports::family(const MetricFamily& family) {
  all.push_back({family, {}});
}

void Reports::series(const SeriesView& series) {
  const MetricFamily& family = all.back().family;
  Metric& metric = all.back().series.emplace_back();
  metric.name = family.name;
  metric.type = family.type;
  metric.labels = labels_of(series.labels);
  metric.value = series.value;
  if (family.type != MetricType::histogram) return;
  metric.cells.assign(series.cells.begin(), series.cells.end());
  metric.samples.assign(series.samples.begin(), series.samples.end());
  sum_cells(metric, family.bounds);
}

std::vector<Metric> matching(MetricReport report, const Labels& labels) {
  const auto matches = [&](const Metric& metric) {
    return std::includes(metric.labels.begin(), metric.labels.end(), labels.begin(), labels.end());
  };
  std::erase_if(report.series, [&](const Metric& metric) { return !matches(metric); });
  std::vector<Metric>& series = report.series;
  if (series.size() < 2 || report.family.type == MetricType::gauge) return std::move(series);
  Metric total = std::move(series.front());
  total.labels = labels;
  for (std::size_t i = 1; i < series.size(); ++i) {
    total.value += series[i].value;
    add_cells(total.cells, series[i].cells);
    total.samples.insert(total.samples.end(), series[i].samples.begin(), series[i].samples.end());
  }
  if (report.family.type == MetricType::histogram) sum_cells(total, report.family.bounds);
  return {std::move(total)};
}

}  // namespace objectos::metrics
