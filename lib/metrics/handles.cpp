#include "metrics/handles.hpp"

#include <cmath>
#include <limits>

#include "metrics/buckets.hpp"
#include "metrics/number.hpp"
#include "objectos/log.hpp"

namespace objectos {

// ---- handles ------------------------------------------------------------------------------------------

CounterHandle::CounterHandle(std::shared_ptr<metrics::CounterCells> cells) : cells_(std::move(cells)) {}
CounterHandle::CounterHandle(const CounterHandle&) = default;
CounterHandle& CounterHandle::operator=(const CounterHandle&) = default;
CounterHandle::~CounterHandle() = default;

void CounterHandle::increment(double by) const {
  if (!(by >= 0 && by <= std::numeric_limits<double>::max())) [[unlikely]]
    metrics::check_increment(by);
  cells_->add(by);
}

GaugeHandle::GaugeHandle(std::shared_ptr<metrics::GaugeCell> cell) : cell_(std::move(cell)) {}
GaugeHandle::GaugeHandle(const GaugeHandle&) = default;
GaugeHandle& GaugeHandle::operator=(const GaugeHandle&) = default;
GaugeHandle::~GaugeHandle() = default;

void GaugeHandle::set(double value) const {
  cell_->set(value);
}
void GaugeHandle::increment(double by) const {
  cell_->add(by);
}
void GaugeHandle::decrement(double by) const {
  cell_->add(-by);
}

HistogramHandle::HistogramHandle(std::shared_ptr<metrics::HistogramCells> cells) : cells_(std::move(cells)) {}
HistogramHandle::HistogramHandle(const HistogramHandle&) = default;
HistogramHandle& HistogramHandle::operator=(const HistogramHandle&) = default;
HistogramHandle::~HistogramHandle() = default;

void HistogramHandle::observe(double value) const {
  if (std::isnan(value)) [[unlikely]]
    metrics::check_observation(value);
  cells_->observe(value);
}

// ---- what they have recorded --------------------------------------------------------------------------

Metrics::Group::Use Metrics::Handles::Series::use(MetricChange::Kind kind, double value) const {
  Group::Use use;
  use.family = family;
  use.labels = labels;
  use.kind = kind;
  use.value = value;
  use.wants_value = false;
  return use;
}

bool Metrics::Handles::Series::take(std::vector<Group::Use>& uses) {
  using Kind = MetricChange::Kind;
  if (counter) {
    taken_sum = counter->sum();
    if (taken_sum == stored_sum) return false;
    uses.push_back(use(Kind::add, taken_sum - stored_sum));
  } else if (gauge) {
    taken_gauge = gauge->take();
    if (!taken_gauge.is_set && !taken_gauge.is_added_to) return false;
    uses.push_back(use(taken_gauge.is_set ? Kind::set : Kind::add, taken_gauge.value));
  } else {
    metrics::add_cells(taken_cells, histogram->take());
    if (taken_cells.empty()) return false;
    uses.push_back(use(Kind::observe, 0));
    uses.back().cells = taken_cells;
  }
  return true;
}

void Metrics::Handles::Series::stored() {
  stored_sum = taken_sum;
  taken_gauge = {};
  taken_cells.clear();
}

void Metrics::Handles::Series::failed() {
  if (gauge) gauge->put_back(taken_gauge);
  taken_gauge = {};
}

const Metrics::Handles::Series& Metrics::Handles::of(const MetricFamily& family, const std::string& labels) {
  Series& series = all[{family.name, family.type, labels}];
  // Who has handles for other bounds got them from a histogram that is no more.
  if (!series.family.name.empty() && series.family.bounds == family.bounds) return series;
  series = {.family = family, .labels = labels};
  if (family.type == MetricType::counter) {
    series.counter = std::make_shared<metrics::CounterCells>();
  } else if (family.type == MetricType::gauge) {
    series.gauge = std::make_shared<metrics::GaugeCell>();
  } else {
    series.histogram = std::make_shared<metrics::HistogramCells>(family.bounds);
  }
  return series;
}

// ---- the service's part -------------------------------------------------------------------------------

/// Makes the series appear, so errors come to whoever asks for a handle.
Metrics::Handles::Series Metrics::Handles::resolve(Metrics& metrics, std::string_view name, MetricType type,
                                                   LabelList labels) {
  Group group(metrics);
  Group::Use& use = group.add(name, type, labels);
  if (type == MetricType::histogram) use.kind = MetricChange::Kind::observe;
  metrics.record(group.uses_);
  const std::lock_guard lock(mutex);
  return of(use.family, use.labels);
}

/// False, with a warning, if what is there contradicts it.
bool Metrics::try_record(std::vector<Group::Use>& uses) const {
  try {
    record(uses);
    return true;
  } catch (const Error& error) {
    if (error.code() != Errc::data) throw;
    if (uses.size() == 1)
      Logger("metrics").warning("a handle's values are dropped: " + std::string(error.what()));
    return false;
  }
}

CounterHandle Metrics::counter(std::string_view name, LabelList labels) {
  return CounterHandle(handles_->resolve(*this, name, MetricType::counter, labels).counter);
}
GaugeHandle Metrics::gauge(std::string_view name, LabelList labels) {
  return GaugeHandle(handles_->resolve(*this, name, MetricType::gauge, labels).gauge);
}
HistogramHandle Metrics::histogram(std::string_view name, LabelList labels) {
  return HistogramHandle(handles_->resolve(*this, name, MetricType::histogram, labels).histogram);
}

void Metrics::flush() const {
  const std::lock_guard lock(handles_->mutex);
  std::vector<Group::Use> uses;
  std::vector<Handles::All::iterator> changed;
  for (auto at = handles_->all.begin(); at != handles_->all.end(); ++at) {
    if (at->second.take(uses)) changed.push_back(at);
  }
  if (uses.empty()) return;
  std::size_t stored = 0;
  try {
    if (try_record(uses)) {
      for (const auto& at : changed) at->second.stored();
      return;
    }
    for (; stored < uses.size(); ++stored) {
      std::vector<Group::Use> one = {std::move(uses[stored])};
      if (try_record(one)) {
        changed[stored]->second.stored();
      } else {
        handles_->all.erase(changed[stored]);
      }
    }
  } catch (...) {
    for (; stored < changed.size(); ++stored) changed[stored]->second.failed();
    throw;
  }
}

}  // namespace objectos
