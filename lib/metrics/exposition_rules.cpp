#include "metrics/exposition_rules.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

#include "metrics/number.hpp"
#include "objectos/log.hpp"

namespace objectos::metrics {
namespace {

using Type = ExpositionType;

constexpr Type all_types[] = {Type::untyped, Type::counter,        Type::gauge,    Type::histogram,
                              Type::summary, Type::gaugehistogram, Type::stateset, Type::info};

constexpr unsigned bit_of(Type type) {
  return 1u << static_cast<unsigned>(type);
}

bool has_buckets(Type type) {
  return type == Type::histogram || type == Type::gaugehistogram;
}

bool is_one_of(std::string_view ending, std::initializer_list<std::string_view> endings) {
  return std::find(endings.begin(), endings.end(), ending) != endings.end();
}

/// The value of le or quantile. OpenMetrics spells infinity in one way only.
std::optional<double> part_value(const std::string& text, bool openmetrics) {
  const auto value = parse_number(text);
  if (!value || std::isnan(*value)) return std::nullopt;
  if (openmetrics && std::isinf(*value) && text != "+Inf" && text != "-Inf") return std::nullopt;
  return value;
}

}  // namespace

ExpositionRules::ExpositionRules(std::string_view text, bool openmetrics, ExpositionVisitor& next)
    : text_(text), openmetrics_(openmetrics), next_(next) {
  if (text.size() >= HashIndex::none)
    throw Error(Errc::data, Message("exposition.too_large", "an exposition of 4 GiB and more is not read"));
}

void ExpositionRules::fault(const PlacedSample& placed, std::size_t column, Message message) {
  fault_at(placed.line, column, std::move(message));
}

void ExpositionRules::fault_at(std::size_t line, std::size_t column, Message message) {
  next_.finding({MetricsFinding::Severity::error, line, column, std::move(message)});
}

// ---- families
// --------------------------------------------------------------------------------------------------

void ExpositionRules::begin(const ExpositionFamily& family) {
  series_.clear();
  groups_.clear();
  histograms_.clear();
  histogram_index_.clear();
  histogram_ = HashIndex::none;
  is_repeated_ = families_.contains(family.name);
  if (is_repeated_)
    fault_at(family.line, 1,
             Message("exposition.family_again", "{{name}} was there before: a family is one block",
                     {{"name", printable(family.name)}}));
  next_.begin(family);
}

void ExpositionRules::end(const ExpositionFamily& family) {
  check_names(family);
  check_unit(family);
  for (const Histogram& histogram : histograms_) check_histogram(histogram);
  next_.end(family);
}

/// No family may be called as a part of another.
void ExpositionRules::check_names(const ExpositionFamily& family) {
  const auto check = [&](std::string_view ending) {
    const std::string name = family.name + std::string(ending);
    if (belongs_to_another(name))
      fault_at(family.line, 1,
               Message("exposition.clash", "the name {{name}} belongs to another family, too",
                       {{"name", printable(name)}}));
  };
  const auto endings = sample_endings(family.type, openmetrics_);
  if (!is_repeated_) {
    for (const std::string_view ending : endings) check(ending);
    if (std::find(endings.begin(), endings.end(), "") == endings.end()) check("");
  }
  families_[family.name] |= bit_of(family.type);
}

bool ExpositionRules::belongs_to_another(const std::string& name) const {
  if (families_.contains(name)) return true;
  for (const Type type : all_types) {
    for (const std::string_view ending : sample_endings(type, openmetrics_)) {
      if (!name.ends_with(ending)) continue;
      const auto owner = families_.find(name.substr(0, name.size() - ending.size()));
      if (owner != families_.end() && (owner->second & bit_of(type)) != 0) return true;
    }
  }
  return false;
}

void ExpositionRules::check_unit(const ExpositionFamily& family) {
  if (family.unit.empty()) return;
  if (!family.name.ends_with("_" + family.unit))
    fault_at(family.unit_line, family.unit_column,
             Message("exposition.unit_name", "the name does not end with _{{unit}}",
                     {{"unit", printable(family.unit)}}));
  if (family.type == Type::info || family.type == Type::stateset)
    fault_at(family.unit_line, family.unit_column,
             Message("exposition.unit_type", "metrics of this type have no unit"));
}

// ---- samples
// ---------------------------------------------------------------------------------------------------

void ExpositionRules::sample(const ExpositionFamily& family, const PlacedSample& placed) {
  check_value(family, placed);
  if (openmetrics_) check_openmetrics_value(family, placed);
  check_order(family, placed);
  next_.sample(family, placed);
}

void ExpositionRules::check_value(const ExpositionFamily& family, const PlacedSample& placed) {
  const std::string_view part = part_label(family, placed.ending);
  if (part == "le" || part == "quantile") check_part(part, placed);
  const bool is_count =
      (has_buckets(family.type) && is_one_of(placed.ending, {"_bucket", "_count", "_gcount"})) ||
      (openmetrics_ && family.type == Type::summary && placed.ending == "_count");
  const double value = placed.sample.value;
  if (is_count && !(value >= 0 && value == std::floor(value) && std::isfinite(value)))
    fault(placed, placed.sample.value_column,
          Message("exposition.count", "a count is a whole number from 0 up"));
}

void ExpositionRules::check_part(std::string_view part, const PlacedSample& placed) {
  const std::string* text = find_label(placed.sample, part);
  const auto number = text ? part_value(*text, openmetrics_) : std::nullopt;
  if (!number) {
    fault(placed, 1,
          Message("exposition.part", "the label {{name}} must be there and be a number", {{"name", part}}));
  } else if (part == "quantile" && !(*number >= 0 && *number <= 1)) {
    fault(placed, 1, Message("exposition.quantile", "a quantile is from 0 to 1"));
  }
}

void ExpositionRules::check_openmetrics_value(const ExpositionFamily& family, const PlacedSample& placed) {
  const Type type = family.type;
  const std::string_view ending = placed.ending;
  const double value = placed.sample.value;
  const auto wrong = [&](Message message) { fault(placed, placed.sample.value_column, std::move(message)); };
  const bool is_sum = (type == Type::histogram || type == Type::summary) && ending == "_sum";
  if ((is_sum || (type == Type::counter && ending == "_total")) && !(value >= 0))
    wrong(Message("exposition.negative", "this value can only grow from 0: it must not be negative or NaN"));
  if (ending == "_gsum" && std::isnan(value)) wrong(Message("exposition.nan_sum", "a sum must not be NaN"));
  if (type == Type::summary && ending.empty() && value < 0)
    wrong(Message("exposition.negative_quantile", "the value of a quantile must not be negative"));
  if (type == Type::info && value != 1) wrong(Message("exposition.info", "the value of an info metric is 1"));
  if (type == Type::stateset) {
    if (value != 0 && value != 1) wrong(Message("exposition.state", "the value of a state is 0 or 1"));
    if (!find_label(placed.sample, family.name))
      fault(placed, 1, Message("exposition.state_label", "a state set needs a label that is called like it"));
  }
  if (placed.sample.exemplar) check_exemplar(family, placed);
}

void ExpositionRules::check_exemplar(const ExpositionFamily& family, const PlacedSample& placed) {
  const Exemplar& exemplar = *placed.sample.exemplar;
  const bool may_have = (family.type == Type::counter && placed.ending == "_total") ||
                        (has_buckets(family.type) && placed.ending == "_bucket");
  if (!may_have)
    fault(placed, exemplar.column,
          Message("exposition.exemplar", "only counters and buckets have exemplars"));
  if (exemplar.characters > 128)
    fault(placed, exemplar.column,
          Message("exposition.long_exemplar", "the labels of an exemplar have at most 128 characters"));
}

// ---- what was there before
// -------------------------------------------------------------------------------------

Sample ExpositionRules::sample_at(Place place) const {
  const std::string_view line = text_.substr(place, text_.find('\n', place) - place);
  return std::get<Sample>(parse_exposition_line(line, openmetrics_));
}

ExpositionRules::Place ExpositionRules::place_of(const PlacedSample& placed) const {
  return static_cast<Place>(placed.text.data() - text_.data());
}

std::uint32_t ExpositionRules::hash_of(const PlacedSample& placed, As as) {
  const std::hash<std::string_view> hash;
  std::size_t all = hash(is_series(as) ? placed.labels : placed.group);
  if (is_series(as)) all = all * 31 + hash(placed.ending);
  if (has_time(as) && placed.sample.timestamp) all = all * 31 + std::hash<double>()(*placed.sample.timestamp);
  return static_cast<std::uint32_t>(all ^ all >> 32);
}

bool ExpositionRules::is_at(Place place, const ExpositionFamily& family, const PlacedSample& placed,
                            As as) const {
  const Sample there = sample_at(place);
  if (has_time(as) && there.timestamp != placed.sample.timestamp) return false;
  const std::string_view ending = std::string_view(there.name).substr(family.name.size());
  if (is_series(as) && ending != placed.ending) return false;
  std::string labels;
  write_labels(labels, there, is_series(as) ? std::string_view() : part_label(family, ending));
  return labels == (is_series(as) ? placed.labels : placed.group);
}

bool ExpositionRules::add_if_new(HashIndex& index, const ExpositionFamily& family, const PlacedSample& placed,
                                 As as) {
  const std::uint32_t hash = hash_of(placed, as);
  const auto known = index.find(hash, [&](Place place) { return is_at(place, family, placed, as); });
  if (known != HashIndex::none) return false;
  index.insert(hash, place_of(placed));
  return true;
}

void ExpositionRules::check_order(const ExpositionFamily& family, const PlacedSample& placed) {
  const std::string_view group = family.type == Type::info ? std::string_view() : placed.group;
  const bool is_same_group = family.samples > 0 && group == group_;
  if (openmetrics_) {
    is_same_group ? check_times(placed) : begin_group(family, placed);
    add_to_group(family, placed);
  } else if (!add_if_new(series_, family, placed, As::series_at_time)) {
    fault_twice(placed);
  }
  if (has_buckets(family.type))
    add_to_histogram(family, placed, is_same_group && placed.sample.timestamp == timestamp_);
  if (!is_same_group) group_ = group;
  timestamp_ = placed.sample.timestamp;
}

void ExpositionRules::fault_twice(const PlacedSample& placed) {
  fault(placed, 1, Message("exposition.series_twice", "this series stands there twice"));
}

void ExpositionRules::begin_group(const ExpositionFamily& family, const PlacedSample& placed) {
  series_.clear();
  if (!add_if_new(groups_, family, placed, As::group))
    fault(placed, 1, Message("exposition.interleaved", "the samples of one metric do not stand together"));
}

void ExpositionRules::check_times(const PlacedSample& placed) {
  const Sample& sample = placed.sample;
  if (sample.timestamp.has_value() != timestamp_.has_value())
    fault(placed, sample.timestamp_column,
          Message("exposition.some_timestamps", "either all samples of a metric have a time stamp or none"));
  else if (sample.timestamp && *sample.timestamp < *timestamp_)
    fault(placed, sample.timestamp_column,
          Message("exposition.backwards", "time stamps must not go backwards"));
}

/// The place of the last one is kept: what comes must have another time than that.
void ExpositionRules::add_to_group(const ExpositionFamily& family, const PlacedSample& placed) {
  const std::uint32_t hash = hash_of(placed, As::series);
  const auto last = series_.find(hash, [&](Place place) { return is_at(place, family, placed, As::series); });
  if (last != HashIndex::none) {
    if (sample_at(last).timestamp == placed.sample.timestamp) fault_twice(placed);
    series_.erase(hash, last);
  }
  series_.insert(hash, place_of(placed));
}

// ---- histograms
// ------------------------------------------------------------------------------------------------

void ExpositionRules::add_to_histogram(const ExpositionFamily& family, const PlacedSample& placed,
                                       bool is_same) {
  if (!is_same || histogram_ == HashIndex::none) find_histogram(family, placed);
  Histogram& histogram = histograms_[histogram_];
  histogram.line = placed.line;
  const double value = placed.sample.value;
  if (placed.ending == "_count" || placed.ending == "_gcount") histogram.count = value;
  if (placed.ending == "_sum") histogram.sum = value;
  if (placed.ending == "_gsum") histogram.gsum = value;
  if (placed.ending != "_bucket") return;
  const std::string* le = find_label(placed.sample, "le");
  const auto bound = le ? part_value(*le, openmetrics_) : std::nullopt;
  if (!bound) return;  // has been reported
  if (histogram.bound && *bound <= *histogram.bound)
    fault(placed, 1, Message("exposition.bound_order", "the bounds of buckets must ascend"));
  if (histogram.in_bucket && value < *histogram.in_bucket)
    fault(placed, placed.sample.value_column,
          Message("exposition.not_cumulative", "a bucket holds fewer than the one below it"));
  histogram.bound = bound;
  histogram.in_bucket = value;
  histogram.has_negative_bound = histogram.has_negative_bound || *bound < 0;
}

void ExpositionRules::find_histogram(const ExpositionFamily& family, const PlacedSample& placed) {
  const std::uint32_t hash = hash_of(placed, As::group_at_time);
  histogram_ = histogram_index_.find(hash, [&](HashIndex::Number number) {
    return is_at(histograms_[number].place, family, placed, As::group_at_time);
  });
  if (histogram_ != HashIndex::none) return;
  histogram_ = static_cast<HashIndex::Number>(histograms_.size());
  histograms_.emplace_back().place = place_of(placed);
  histogram_index_.insert(hash, histogram_);
}

/// Buckets ascending and cumulative, which has been seen to; +Inf there and equal to the count, sum and count
/// together.
void ExpositionRules::check_histogram(const Histogram& histogram) {
  const bool has_sum = histogram.sum || histogram.gsum;
  const auto wrong = [&](Message message) { fault_at(histogram.line, 1, std::move(message)); };
  if (histogram.bound != std::numeric_limits<double>::infinity()) {
    wrong(Message("exposition.no_inf", "the bucket +Inf is missing"));
  } else if (histogram.count && *histogram.count != *histogram.in_bucket) {
    wrong(Message("exposition.other_count", "the count differs from the bucket +Inf"));
  }
  if (has_sum != histogram.count.has_value() || (!openmetrics_ && !has_sum))
    wrong(Message("exposition.sum_and_count", "a histogram has both a sum and a count"));
  if (openmetrics_ && histogram.has_negative_bound && histogram.sum)
    wrong(Message("exposition.sum_negative", "a histogram with negative bounds has no sum"));
  if (openmetrics_ && !histogram.has_negative_bound && histogram.gsum && *histogram.gsum < 0)
    wrong(Message("exposition.gsum_negative", "without negative bounds the sum is not negative"));
}

}  // namespace objectos::metrics
