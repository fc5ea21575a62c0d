#include "objectos/metrics.hpp"

#include <algorithm>
#include "metrics/buckets.hpp"
#include "metrics/exposition.hpp"
#include "metrics/group_use.hpp"
#include "metrics/handles.hpp"
#include "metrics/labels.hpp"
#include "metrics/names.hpp"
#include "metrics/number.hpp"
#include "metrics/report.hpp"
#include "metrics/schema.hpp"
#include "objectos/log.hpp"

namespace objectos {

using metrics::Claim;
using metrics::Schema;

namespace {

/// A histogram that says nothing else has the default buckets.
void complete(MetricFamily& wanted, const MetricFamilies& families) {
  if (wanted.type != MetricType::histogram || !wanted.bounds.empty() || families.contains(wanted.name))
    return;
  wanted.bounds.assign(default_buckets().begin(), default_buckets().end());
}

/// At least one: a histogram without observations appears with none.
void append_changes(std::vector<MetricChange>& changes, const Metrics::Group::Use& use) {
  if (use.kind != MetricChange::Kind::observe) {
    changes.push_back({&use.family, use.labels, use.kind, use.value, {}});
    changes.back().wants_value = use.wants_value;
    return;
  }
  std::vector<HistogramCell> cells = use.cells;
  for (const double value : use.observations) {
    const HistogramCell cell = metrics::cell_of(use.family.bounds, value);
    metrics::add_cells(cells, {&cell, 1});
  }
  if (cells.empty()) cells.emplace_back();
  const std::size_t first = changes.size();
  for (const HistogramCell& cell : cells) changes.push_back({&use.family, use.labels, use.kind, 0, cell});
  changes[first].samples = use.observations;
}

/// Names that were given twice in one group, or that another process has just deleted, take another turn.
constexpr int max_turns = 100;

}  // namespace

Metrics::Metrics(std::shared_ptr<MetricsStore> store, MetricsOptions options)
    : store_(std::move(store)), options_(std::move(options)), handles_(std::make_unique<Handles>()) {}

Metrics::~Metrics() {
  try {
    flush();
  } catch (const std::exception& error) {
    Logger("metrics").error(std::string("what handles have recorded is lost: ") + error.what());
  }
}

// ---- recording
// ---------------------------------------------------------------------------------------------

Metrics::Group::Group(Metrics& metrics) : metrics_(metrics) {}
Metrics::Group::~Group() = default;

Metrics::Group::Use& Metrics::Group::add(std::string_view name, MetricType type, LabelList labels) {
  metrics::check_metric_name(name);
  metrics::CheckedLabels checked = metrics::check_labels(labels);
  Use& use = uses_.emplace_back();
  use.family.name = name;
  use.family.type = type;
  use.family.labels = std::move(checked.names);
  use.labels = std::move(checked.text);
  return use;
}

void Metrics::Group::increment_counter(std::string_view name, double by, LabelList labels) {
  metrics::check_increment(by);
  add(name, MetricType::counter, labels).value = by;
}

void Metrics::Group::set_gauge(std::string_view name, double value, LabelList labels) {
  Use& use = add(name, MetricType::gauge, labels);
  use.kind = MetricChange::Kind::set;
  use.value = value;
}

void Metrics::Group::increment_gauge(std::string_view name, double by, LabelList labels) {
  add(name, MetricType::gauge, labels).value = by;
}

void Metrics::Group::observe(std::string_view name, std::span<const double> values, LabelList labels,
                             std::span<const double> bounds) {
  for (const double value : values) metrics::check_observation(value);
  Use& use = add(name, MetricType::histogram, labels);
  use.family.bounds = metrics::checked_bounds({bounds.begin(), bounds.end()});
  use.kind = MetricChange::Kind::observe;
  use.observations.assign(values.begin(), values.end());
}

std::vector<double> Metrics::Group::commit() {
  std::vector<Use> uses = std::exchange(uses_, {});
  return metrics_.record(uses);
}

void Metrics::Group::commit_untold() {
  for (Use& use : uses_) use.wants_value = false;
  commit();
}

/// The store compares type, labels and bounds itself, so what is known already costs one write and no look.
std::vector<double> Metrics::record(std::vector<Group::Use>& uses) const {
  std::vector<double> results(uses.size());
  if (!options_.enabled) return results;
  for (Group::Use& use : uses) {
    if (use.kind != MetricChange::Kind::observe || !use.family.bounds.empty()) continue;
    if (const auto present = store_->family(use.family.name);
        present && present->type == MetricType::histogram)
      use.family.bounds = present->bounds;
  }
  for (int turn = 0; turn < max_turns; ++turn) {
    std::vector<MetricChange> changes;
    std::vector<std::size_t> first;  // change of each use
    for (const Group::Use& use : uses) {
      first.push_back(changes.size());
      append_changes(changes, use);
    }
    if (store_->record(changes)) {
      for (std::size_t i = 0; i < uses.size(); ++i) results[i] = changes[first[i]].value;
      return results;
    }
    store_->declare([&](MetricFamilies& families) {
      for (Group::Use& use : uses) complete(use.family, families);
      Schema schema(families);
      for (Group::Use& use : uses) use.family = schema.admit(use.family, Claim::use);
      return schema.take_changed();
    });
  }
  throw Error(Errc::unavailable,
              Message("metrics.keeps_changing", "another program keeps changing what is declared"));
}

/// What the store knows already needs no group.
std::optional<double> Metrics::again(const MetricUse& use) const {
  return options_.enabled ? store_->record_again(use) : std::nullopt;
}

double Metrics::increment_counter(std::string_view name, double by, LabelList labels) {
  metrics::check_increment(by);
  if (const auto value = again({name, MetricType::counter, labels, false, by})) return *value;
  Group group(*this);
  group.increment_counter(name, by, labels);
  return group.commit()[0];
}

double Metrics::set_gauge(std::string_view name, double value, LabelList labels) {
  if (const auto known = again({name, MetricType::gauge, labels, true, value})) return *known;
  Group group(*this);
  group.set_gauge(name, value, labels);
  return group.commit()[0];
}

double Metrics::increment_gauge(std::string_view name, double by, LabelList labels) {
  if (const auto value = again({name, MetricType::gauge, labels, false, by})) return *value;
  Group group(*this);
  group.increment_gauge(name, by, labels);
  return group.commit()[0];
}

double Metrics::decrement_gauge(std::string_view name, double by, LabelList labels) {
  return increment_gauge(name, -by, labels);
}

void Metrics::record_histogram(std::string_view name, double value, LabelList labels) {
  metrics::check_observation(value);
  if (again({name, MetricType::histogram, labels, false, value})) return;
  record_histogram(name, std::span(&value, 1), labels);
}

void Metrics::record_histogram(std::string_view name, std::span<const double> values, LabelList labels) {
  Group group(*this);
  group.observe(name, values, labels);
  group.commit();
}

void Metrics::declare(MetricFamily family, const std::vector<Labels>& zero) {
  metrics::check_metric_name(family.name);
  family.bounds = metrics::checked_bounds(std::move(family.bounds));
  metrics::check_family(family);
  std::vector<std::string> series;
  for (const Labels& given : zero) {
    metrics::CheckedLabels checked = metrics::check_labels(std::vector<Label>(given.begin(), given.end()));
    if (family.labels && *family.labels != checked.names)
      metrics::check_fits(family, {family.name, family.type, {}, {}, checked.names, {}});
    family.labels = checked.names;
    series.push_back(std::move(checked.text));
  }
  if (!options_.enabled) return;
  for (int turn = 0; turn < max_turns; ++turn) {
    store_->declare([&](MetricFamilies& families) {
      complete(family, families);
      Schema schema(families);
      family = schema.admit(family, Claim::declare);
      return schema.take_changed();
    });
    const bool is_histogram = family.type == MetricType::histogram;
    std::vector<MetricChange> changes;
    for (const std::string& labels : series)
      changes.push_back(
          {&family, labels, is_histogram ? MetricChange::Kind::observe : MetricChange::Kind::add, 0, {}});
    if (changes.empty() || store_->record(changes)) return;
  }
}

// ---- reading
// -------------------------------------------------------------------------------------------------

std::optional<MetricFamily> Metrics::family(std::string_view name) const {
  metrics::check_metric_name(name);
  return store_->family(name);
}

std::vector<Metric> Metrics::get_metric(std::string_view name, LabelList labels) const {
  flush();
  metrics::check_metric_name(name);
  const metrics::CheckedLabels wanted = metrics::check_labels(labels);
  metrics::Matching matching(metrics::labels_of(wanted.text));
  store_->read(Glob(Glob::escape(name)), matching);
  return matching.take();
}

std::vector<MetricReport> Metrics::get_metrics(const Glob& names) const {
  flush();
  metrics::Reports reports;
  store_->read(names, reports);
  return std::move(reports.all);
}

std::vector<MetricReport> Metrics::metrics_by_type(MetricType type) const {
  std::vector<MetricReport> reports = get_metrics();
  std::erase_if(reports, [type](const MetricReport& report) { return report.family.type != type; });
  return reports;
}

std::vector<std::pair<MetricFamily, std::size_t>> Metrics::families(const Glob& names) const {
  flush();
  struct Counts final : MetricsVisitor {
    std::vector<std::pair<MetricFamily, std::size_t>> all;
    void family(const MetricFamily& family) override { all.emplace_back(family, 0); }
    void series(const SeriesView&) override { ++all.back().second; }
  } counts;
  store_->read(names, counts);
  return std::move(counts.all);
}

std::size_t Metrics::reset(const Glob& names) {
  flush();
  return options_.enabled ? store_->reset(names) : 0;
}

std::size_t Metrics::remove(const Glob& names) {
  flush();
  return options_.enabled ? store_->remove(names) : 0;
}

// ---- export
// --------------------------------------------------------------------------------------------------

std::string Metrics::export_prometheus() const {
  std::string text;
  write(MetricsFormat::prometheus, MetricsEscaping::underscores,
        [&](std::string_view piece) { text += piece; });
  return text;
}

std::string Metrics::export_openmetrics() const {
  std::string text;
  write(MetricsFormat::openmetrics, MetricsEscaping::underscores,
        [&](std::string_view piece) { text += piece; });
  return text;
}

void Metrics::write(MetricsFormat format, MetricsEscaping escaping, const MetricsSink& sink) const {
  flush();
  const auto writer = metrics::make_writer(format, escaping, options_, sink);
  store_->read(Glob(), *writer);
  writer->finish();
}

}  // namespace objectos
