#include "metrics/arrivals.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "metrics/buckets.hpp"
#include "metrics/labels.hpp"
#include "metrics/names.hpp"
#include "metrics/number.hpp"
#include "metrics/schema.hpp"

namespace objectos::metrics {
namespace {

using Type = ExpositionType;

bool is_kept(Type type) {
  return type != Type::gaugehistogram;
}

/// Quantiles cannot be added, and when a series began means nothing here.
bool is_kept(const ExpositionFamily& family, const PlacedSample& placed) {
  if (placed.ending == "_created") return false;
  return is_kept(family.type) && !(family.type == Type::summary && placed.ending.empty());
}

MetricType stored_type(Type type) {
  switch (type) {
    case Type::counter: return MetricType::counter;
    case Type::histogram:
    case Type::summary: return MetricType::histogram;
    default: return MetricType::gauge;
  }
}

/// A state's label, which is called like its family, stays.
std::string_view labels_of_series(const ExpositionFamily& family, const PlacedSample& placed) {
  return family.type == Type::stateset ? placed.labels : placed.group;
}

}  // namespace

// ---- samples that are one series
// ---------------------------------------------------------------------------------

Arrival& GatheredSeries::series_of(std::string_view labels, std::size_t line) {
  if (!all_.empty() && all_.back().labels == labels) return all_.back();
  const std::size_t hash = std::hash<std::string_view>()(labels);
  const auto short_hash = static_cast<std::uint32_t>(hash ^ hash >> 32);
  const auto known =
      index_.find(short_hash, [&](HashIndex::Number number) { return all_[number].labels == labels; });
  if (known != HashIndex::none) return all_[known];
  index_.insert(short_hash, static_cast<HashIndex::Number>(all_.size()));
  const std::size_t buckets = all_.empty() ? 0 : all_.back().buckets.size();  // will be as many again
  Arrival& series = all_.emplace_back();
  series.buckets.reserve(buckets);
  series.labels = labels;
  series.line = line;
  return series;
}

void GatheredSeries::add(const ExpositionFamily& family, const PlacedSample& placed) {
  Arrival& series = series_of(labels_of_series(family, placed), placed.line);
  const double value = placed.sample.value;
  const bool has_parts = stored_type(family.type) == MetricType::histogram;
  if (has_parts && placed.ending == "_bucket") {
    const double bound = *parse_number(*find_label(placed.sample, "le"));
    if (bound <= series.last_bound) series.buckets.clear();  // a later point
    series.buckets.push_back(keeps_ == Buckets::bounds ? bound : value);
    series.last_bound = bound;
  } else if (has_parts && placed.ending == "_sum") {
    series.sum = value;
  } else if (has_parts && placed.ending == "_count") {
    series.count = value;
  } else {
    series.value = value;
  }
}

void GatheredSeries::clear() {
  all_.clear();
  index_.clear();
}

// ---- the first reading
// -------------------------------------------------------------------------------------------

void ArrivalCensus::fail(std::size_t line, std::size_t column, const Message& message) const {
  throw Error(Errc::data, message).at(name_ + ":" + std::to_string(line) + ":" + std::to_string(column));
}

template <class Check>
auto ArrivalCensus::checked(std::size_t line, Check check) const {
  try {
    return check();
  } catch (const Error& error) {
    fail(line, 1, error.message());
  }
}

void ArrivalCensus::finding(MetricsFinding finding) {
  fail(finding.line, finding.column, finding.message);
}

void ArrivalCensus::sample(const ExpositionFamily& family, const PlacedSample& placed) {
  if (!is_kept(family, placed)) return;
  if (!is_open_) begin_arriving(family, placed);
  check_labels(family, placed);
  check_value(family, placed);
  if (placed.sample.timestamp) arriving.back().is_gathered = true;
  if (family.type == Type::histogram) gathered_.add(family, placed);
}

void ArrivalCensus::begin_arriving(const ExpositionFamily& family, const PlacedSample& placed) {
  is_open_ = true;
  MetricFamily& added = families.emplace_back();
  added.name = family.name;
  if (placed.ending == "_total" || family.type == Type::info) added.name += placed.ending;
  added.type = stored_type(family.type);
  added.help = family.help;
  added.unit = family.unit;
  checked(family.line, [&] {
    check_metric_name(added.name);
    check_family(added);
  });
  arriving.push_back({placed.line, added.type == MetricType::histogram});
}

/// What they are called is checked when it is not what it was in the sample before.
void ArrivalCensus::check_labels(const ExpositionFamily& family, const PlacedSample& placed) {
  labels_.clear();
  const std::string_view part =
      family.type == Type::stateset ? std::string_view() : part_label(family, placed.ending);
  for (const auto& label : placed.sample.labels) {
    if (label.first != part) labels_.emplace_back(label);
  }
  const bool is_known =
      std::equal(labels_.begin(), labels_.end(), checked_names_.begin(), checked_names_.end(),
                 [](const Label& label, const std::string& name) { return label.first == name; });
  checked(placed.line, [&] {
    for (const Label& label : labels_) check_label_value(label);
    if (is_known && !names_.empty()) return;
    const CheckedLabels all = metrics::check_labels(labels_);
    names_.insert(all.names.begin(), all.names.end());
    checked_names_.clear();
    for (const Label& label : labels_) checked_names_.emplace_back(label.first);
  });
}

/// 0.0.4 leaves open what cannot be added to.
void ArrivalCensus::check_value(const ExpositionFamily& family, const PlacedSample& placed) const {
  const double value = placed.sample.value;
  const auto wrong = [&](const Message& message) { fail(placed.line, placed.sample.value_column, message); };
  constexpr double most = 9'007'199'254'740'992;  // whole numbers up to here are exact
  if (family.type == Type::counter && !(value >= 0 && std::isfinite(value)))
    wrong(Message("import.counter", "a counter is a finite number from 0 up"));
  if (stored_type(family.type) != MetricType::histogram) return;
  if ((placed.ending == "_bucket" || placed.ending == "_count") &&
      !(value >= 0 && value == std::floor(value) && value <= most))
    wrong(Message("import.count", "a count is a whole number from 0 to 2^53"));
  if (placed.ending == "_sum" && std::isnan(value)) wrong(Message("import.sum", "a sum must not be NaN"));
}

void ArrivalCensus::end(const ExpositionFamily& family) {
  if (!is_kept(family.type) && family.samples > 0) left_out.push_back(family.name);
  if (!is_open_) return;
  is_open_ = false;
  families.back().labels.emplace(names_.begin(), names_.end());
  if (family.type == Type::histogram) take_bounds();
  names_.clear();
  checked_names_.clear();
  gathered_.clear();
}

void ArrivalCensus::take_bounds() {
  for (const Arrival& series : gathered_.all()) {
    const auto bounds = checked(series.line, [&] { return checked_bounds(series.buckets); });
    if (&series == &gathered_.all().front()) families.back().bounds = bounds;
    if (bounds != families.back().bounds)
      fail(series.line, 1,
           Message("import.bounds", "the buckets differ from those of the family's first series"));
  }
}

// ---- the second reading
// ------------------------------------------------------------------------------------------

void ArrivalDelivery::sample(const ExpositionFamily& family, const PlacedSample& placed) {
  if (!is_kept(family, placed)) return;
  is_open_ = true;
  if (arriving_[next_].is_gathered) {
    gathered_.add(family, placed);
  } else {
    hand_on(families_[next_], labels_of_series(family, placed), placed.sample.value);
  }
}

void ArrivalDelivery::end(const ExpositionFamily&) {
  if (!is_open_) return;
  is_open_ = false;
  const MetricFamily& family = families_[next_++];
  for (const Arrival& series : gathered_.all()) {
    if (family.type == MetricType::histogram) {
      hand_on_histogram(family, series);
    } else {
      hand_on(family, series.labels, series.value);
    }
  }
  gathered_.clear();
}

void ArrivalDelivery::hand_on(const MetricFamily& family, std::string_view labels, double value) {
  const auto kind = family.type == MetricType::counter ? MetricChange::Kind::add : MetricChange::Kind::set;
  MetricChange change{&family, labels, kind, value, {}};
  take_({&change, 1});
  ++handed_on;
}

/// The sum goes with the first bucket that holds something.
void ArrivalDelivery::hand_on_histogram(const MetricFamily& family, const Arrival& arrival) {
  cells_.clear();
  double sum = arrival.sum;
  const auto add = [&](std::size_t bucket, double count) {
    if (count <= 0) return;
    const HistogramCell cell{static_cast<int>(bucket), slot_unknown, static_cast<std::uint64_t>(count),
                             std::exchange(sum, 0)};
    cells_.push_back({&family, arrival.labels, MetricChange::Kind::observe, 0, cell});
  };
  double below = 0;
  for (std::size_t i = 0; i < arrival.buckets.size(); ++i)
    add(i, arrival.buckets[i] - std::exchange(below, arrival.buckets[i]));
  if (arrival.buckets.empty()) add(0, arrival.count);  // a summary: all are in +Inf
  if (cells_.empty()) cells_.push_back({&family, arrival.labels, MetricChange::Kind::observe, 0, {}});
  take_(cells_);
  ++handed_on;
}

}  // namespace objectos::metrics
