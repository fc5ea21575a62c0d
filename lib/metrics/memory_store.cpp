#include <algorithm>
#include <cmath>
#include <mutex>

#include "metrics/buckets.hpp"
#include "objectos/metrics_store.hpp"

namespace objectos {
namespace {

struct Series {
  double value = 0;
  std::vector<HistogramCell> cells;
};
using AllSeries = std::map<std::string, Series, std::less<>>;

class MemoryMetrics final : public MetricsStore {
 public:
  std::string name() const override { return "memory"; }

  std::optional<MetricFamily> family(std::string_view name) override {
    const std::lock_guard lock(mutex_);
    const auto found = families_.find(name);
    return found == families_.end() ? std::nullopt : std::optional(found->second);
  }

  void declare(const Declare& change) override {
    const std::lock_guard lock(mutex_);
    MetricFamilies changed = families_;
    change(changed);
    families_.swap(changed);
  }

  bool record(std::span<MetricChange> changes) override {
    const std::lock_guard lock(mutex_);
    if (!std::all_of(changes.begin(), changes.end(),
                     [this](const auto& change) { return is_as_taken(*change.family); }))
      return false;
    for (MetricChange& change : changes) apply(change);
    return true;
  }

  void read(const Glob& names, MetricsVisitor& visitor) override {
    const std::lock_guard lock(mutex_);
    for (auto at = families_.lower_bound(names.prefix()); at != families_.end(); ++at) {
      const auto& [name, family] = *at;
      if (!name.starts_with(names.prefix())) return;
      if (!names.matches(name)) continue;
      visitor.family(family);
      for (const auto& [labels, series] : series_[name]) visitor.series({labels, series.value, series.cells});
    }
  }

  std::size_t reset(const Glob& names) override {
    const std::lock_guard lock(mutex_);
    std::size_t matched = 0;
    for (const auto& [name, family] : families_) {
      if (!names.matches(name)) continue;
      for (auto& [labels, series] : series_[name]) series = {};
      ++matched;
    }
    return matched;
  }

  std::size_t remove(const Glob& names) override {
    const std::lock_guard lock(mutex_);
    return std::erase_if(families_, [&](const auto& item) {
      const bool matched = names.matches(item.first);
      if (matched) series_.erase(item.first);
      return matched;
    });
  }

 private:
  bool is_as_taken(const MetricFamily& taken) const {
    const auto found = families_.find(taken.name);
    return found != families_.end() && found->second.type == taken.type &&
           found->second.labels == taken.labels && found->second.bounds == taken.bounds;
  }

  void apply(MetricChange& change) {
    AllSeries& all = series_[change.family->name];
    auto found = all.find(change.labels);
    if (found == all.end()) found = all.emplace(std::string(change.labels), Series{}).first;
    Series& series = found->second;
    if (change.kind == MetricChange::Kind::observe) {
      if (change.cell.count > 0) metrics::add_cells(series.cells, {&change.cell, 1});
      return;
    }
    series.value = change.kind == MetricChange::Kind::set ? change.value : series.value + change.value;
    change.value = series.value;
  }

  std::mutex mutex_;
  MetricFamilies families_;
  std::map<std::string, AllSeries, std::less<>> series_;
};

}  // namespace

std::shared_ptr<MetricsStore> memory_metrics() {
  return std::make_shared<MemoryMetrics>();
}

}  // namespace objectos
