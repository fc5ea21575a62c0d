// Another exposition's families, added to what is stored.
#include <algorithm>
#include <cmath>
#include <set>
#include <unordered_map>

#include "metrics/buckets.hpp"
#include "metrics/exposition_reader.hpp"
#include "metrics/labels.hpp"
#include "metrics/names.hpp"
#include "metrics/number.hpp"
#include "metrics/schema.hpp"

namespace objectos {
namespace {

using metrics::ExpositionFamily;
using Type = metrics::ExpositionType;

/// A series on its way in.
struct Arrival {
  std::string labels;  // as stores know them
  double value = 0;
  std::vector<std::pair<double, double>> buckets;  // bound, how many are not above it
  double count = 0;                                // of a summary
  double sum = 0;
  std::size_t line = 1;
};

struct ArrivingFamily {
  MetricFamily family;
  std::vector<Arrival> series;
};

bool is_kept(Type type) {
  return type != Type::gaugehistogram;
}

MetricType stored_type(Type type) {
  switch (type) {
    case Type::counter: return MetricType::counter;
    case Type::histogram:
    case Type::summary: return MetricType::histogram;
    default: return MetricType::gauge;
  }
}

class Import {
 public:
  Import(Metrics& into, std::string_view name) : into_(into), name_(name) {}

  MetricsImport run(std::string_view text) {
    const bool openmetrics = exposition_format(text) == MetricsFormat::openmetrics;
    metrics::ExpositionReader reader(
        openmetrics,
        [this](const MetricsFinding& finding) { fail(finding.line, finding.column, finding.message); },
        [this](ExpositionFamily& family) { take(family); });
    reader.read(text);
    if (into_.options().enabled) store();
    return std::move(result_);
  }

 private:
  [[noreturn]] void fail(std::size_t line, std::size_t column, const Message& message) const {
    throw Error(Errc::data, message).at(name_ + ":" + std::to_string(line) + ":" + std::to_string(column));
  }

  /// What the service refuses of a user is wrong data here.
  template <class Check>
  auto checked(std::size_t line, Check check) const {
    try {
      return check();
    } catch (const Error& error) {
      fail(line, 1, error.message());
    }
  }

  void take(const ExpositionFamily& family) {
    if (family.samples.empty()) return;
    if (!is_kept(family.type)) {
      result_.left_out.push_back(family.name);
      return;
    }
    ArrivingFamily& arriving = families_.emplace_back();
    arriving.family.name = family.name;
    if (family.samples.front().sample.name == family.name + "_total") arriving.family.name += "_total";
    if (family.type == Type::info) arriving.family.name += "_info";
    arriving.family.type = stored_type(family.type);
    arriving.family.help = family.help;
    arriving.family.unit = family.unit;
    checked(family.line, [&] {
      metrics::check_metric_name(arriving.family.name);
      metrics::check_family(arriving.family);
      return 0;
    });
    collect(family, arriving);
    if (arriving.series.empty()) {  // nothing but quantiles
      families_.pop_back();
      return;
    }
    if (family.type == Type::histogram) take_bounds(arriving);
    ++result_.families;
    result_.series += arriving.series.size();
  }

  /// Samples to series, and the names of all their labels. Of several points in time the last one counts.
  void collect(const ExpositionFamily& family, ArrivingFamily& arriving) const {
    std::unordered_map<std::string, std::size_t> index;
    std::set<std::string> names;
    for (const auto& [sample, line] : family.samples) {
      const std::string_view ending = std::string_view(sample.name).substr(family.name.size());
      if (ending == "_created") continue;
      if (family.type == Type::summary && ending.empty()) continue;  // quantiles cannot be added
      // A state's label, which is called like its family, stays.
      const std::string group =
          family.type == Type::stateset ? key_of(sample.labels) : metrics::group_of(family, sample);
      const auto [at, is_new] = index.emplace(group, arriving.series.size());
      if (is_new) {
        Arrival& series = arriving.series.emplace_back();
        series.line = line;
        metrics::CheckedLabels labels =
            checked(line, [&, &from = sample] { return labels_of_series(family, from); });
        series.labels = std::move(labels.text);
        names.insert(labels.names.begin(), labels.names.end());
      }
      Arrival& series = arriving.series[at->second];
      check_value(family, ending, sample, line);
      if (ending == "_bucket") {
        add_bucket(series, sample);
      } else if (ending == "_sum") {
        series.sum = sample.value;
      } else if (ending == "_count") {
        series.count = sample.value;
      } else {
        series.value = sample.value;
      }
    }
    arriving.family.labels.emplace(names.begin(), names.end());
  }

  static metrics::CheckedLabels labels_of_series(const ExpositionFamily& family, const metrics::Sample& sample) {
    std::vector<Label> labels;
    for (const auto& label : sample.labels) {
      if (family.type == Type::stateset || label.first != metrics::part_label(family, sample.name))
        labels.emplace_back(label);
    }
    return metrics::check_labels(labels);
  }

  /// 0.0.4 leaves open what cannot be added to.
  void check_value(const ExpositionFamily& family, std::string_view ending, const metrics::Sample& sample,
                   std::size_t line) const {
    const double value = sample.value;
    constexpr double most = 9'007'199'254'740'992;  // whole numbers up to here are exact
    if (family.type == Type::counter && !(value >= 0 && std::isfinite(value)))
      fail(line, sample.value_column, Message("import.counter", "a counter is a finite number from 0 up"));
    if ((ending == "_bucket" || ending == "_count") && family.type != Type::gauge &&
        family.type != Type::untyped && !(value >= 0 && value == std::floor(value) && value <= most))
      fail(line, sample.value_column, Message("import.count", "a count is a whole number from 0 to 2^53"));
    if (ending == "_sum" && std::isnan(value))
      fail(line, sample.value_column, Message("import.sum", "a sum must not be NaN"));
  }

  static std::string key_of(const Labels& labels) {
    std::string key;
    for (const auto& [name, value] : labels) key.append(name).append(1, '\0').append(value).append(1, '\0');
    return key;
  }

  static void add_bucket(Arrival& series, const metrics::Sample& sample) {
    for (const auto& [name, value] : sample.labels) {
      if (name != "le") continue;
      const double bound = *metrics::parse_number(value);
      if (!series.buckets.empty() && bound <= series.buckets.back().first)
        series.buckets.clear();  // a later point
      series.buckets.emplace_back(bound, sample.value);
    }
  }

  void take_bounds(ArrivingFamily& arriving) const {
    for (const Arrival& series : arriving.series) {
      std::vector<double> bounds;
      for (const auto& [bound, count] : series.buckets) bounds.push_back(bound);
      bounds = checked(series.line, [&] { return metrics::checked_bounds(bounds); });
      if (&series == &arriving.series.front()) arriving.family.bounds = bounds;
      if (bounds != arriving.family.bounds)
        fail(series.line, 1,
             Message("import.bounds", "the buckets differ from those of the family's first series"));
    }
  }

  void store() {
    for (int turn = 0; turn < max_turns; ++turn) {
      into_.store().declare([this](MetricFamilies& families) { return declare(families); });
      std::vector<MetricChange> changes;
      for (ArrivingFamily& arriving : families_) add_changes(arriving, changes);
      for (MetricChange& change : changes) change.wants_value = false;
      if (changes.empty() || into_.store().record(changes)) return;
    }
    throw Error(Errc::unavailable,
                Message("metrics.keeps_changing", "another program keeps changing what is declared"));
  }

  std::vector<std::string> declare(MetricFamilies& families) {
    metrics::Schema schema(families);
    for (ArrivingFamily& arriving : families_) {
      MetricFamily wanted = arriving.family;
      if (const MetricFamily* there = schema.same_export(wanted)) {
        wanted.name = there->name;
        wanted.help.clear();  // what was declared here stays
        wanted.unit.clear();
        fit_labels(*there, wanted);
      }
      try {
        arriving.family = schema.admit(wanted, metrics::Claim::declare);
        // Without finite bounds nothing tells which of the family's buckets are meant.
        if (arriving.family.bounds != wanted.bounds) metrics::refuse_bounds(arriving.family, wanted);
      } catch (const Error& error) {
        throw error.at(name_ + ":" + std::to_string(arriving.series.front().line));
      }
    }
    return schema.take_changed();
  }

  /// Labels that the exposition does not have are empty in it.
  static void fit_labels(const MetricFamily& there, MetricFamily& wanted) {
    if (there.labels && std::includes(there.labels->begin(), there.labels->end(), wanted.labels->begin(),
                                      wanted.labels->end()))
      wanted.labels = there.labels;
  }

  static void add_changes(const ArrivingFamily& arriving, std::vector<MetricChange>& changes) {
    for (const Arrival& series : arriving.series) {
      if (arriving.family.type == MetricType::histogram) {
        add_cells(arriving.family, series, changes);
      } else {
        const auto kind =
            arriving.family.type == MetricType::counter ? MetricChange::Kind::add : MetricChange::Kind::set;
        changes.push_back({&arriving.family, series.labels, kind, series.value, {}});
      }
    }
  }

  /// The sum goes with the first bucket that holds something.
  static void add_cells(const MetricFamily& family, const Arrival& series, std::vector<MetricChange>& changes) {
    std::vector<double> counts;
    double below = 0;
    for (const auto& [bound, count] : series.buckets) counts.push_back(count - std::exchange(below, count));
    if (series.buckets.empty()) counts.assign(1, series.count);  // a summary: all are in +Inf
    double sum = series.sum;
    bool any = false;
    for (std::size_t i = 0; i < counts.size(); ++i) {
      if (counts[i] <= 0) continue;
      const HistogramCell cell{static_cast<int>(i), slot_unknown, static_cast<std::uint64_t>(counts[i]),
                               std::exchange(sum, 0)};
      changes.push_back({&family, series.labels, MetricChange::Kind::observe, 0, cell});
      any = true;
    }
    if (!any) changes.push_back({&family, series.labels, MetricChange::Kind::observe, 0, {}});
  }

  static constexpr int max_turns = 100;

  Metrics& into_;
  std::string name_;
  std::vector<ArrivingFamily> families_;
  MetricsImport result_;
};

}  // namespace

MetricsImport import_metrics(Metrics& into, std::string_view text, std::string_view name) {
  return Import(into, name).run(text);
}

}  // namespace objectos
