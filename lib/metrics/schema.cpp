#include "metrics/schema.hpp"

#include <deque>

#include "metrics/labels.hpp"
#include "metrics/names.hpp"
#include "metrics/number.hpp"
#include "objectos/error.hpp"

namespace objectos {

std::string_view metric_type_name(MetricType type) noexcept {
  switch (type) {
    case MetricType::counter: return "counter";
    case MetricType::gauge: return "gauge";
    case MetricType::histogram: break;
  }
  return "histogram";
}

MetricsVisitor::~MetricsVisitor() = default;
MetricsStore::~MetricsStore() = default;

bool MetricsStore::record_many(std::span<const MetricFamily>, const GiveChanges& give) {
  std::vector<MetricChange> all;
  std::deque<std::string> labels;
  give([&](std::span<MetricChange> piece) {
    for (const MetricChange& change : piece) {
      if (labels.empty() || labels.back() != change.labels) labels.emplace_back(change.labels);
      all.push_back(change);
      all.back().labels = labels.back();
      all.back().wants_value = false;
    }
  });
  return all.empty() || record(all);
}

std::optional<double> MetricsStore::record_again(const MetricUse&) {
  return std::nullopt;
}

namespace {

[[noreturn]] void fail_without_alerts(const std::string& store) {
  throw Error(Errc::unavailable,
              Message("metrics.no_alerts", "the store {{name}} keeps no alerts", {{"name", store}}));
}

[[noreturn]] void fail_without_runs(const std::string& store) {
  throw Error(Errc::unavailable,
              Message("metrics.no_runs", "the store {{name}} keeps no runs", {{"name", store}}));
}

}  // namespace

AlertNotes MetricsStore::alert_notes() {
  fail_without_alerts(name());
}

bool MetricsStore::note_alerts(std::uint64_t, const AlertChanges&) {
  fail_without_alerts(name());
}

std::vector<OpenRun> MetricsStore::open_runs(std::string_view) {
  fail_without_runs(name());
}

MetricsStore::Noted MetricsStore::record_run(std::span<MetricChange>, const RunNote&) {
  fail_without_runs(name());
}

namespace metrics {
namespace {

std::string list(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : ", ") + word;
  return out.empty() ? "none" : out;
}

std::string list(const std::vector<double>& bounds) {
  std::string out;
  for (const double bound : bounds) {
    if (!out.empty()) out += ", ";
    append_number(out, bound);
  }
  return out.empty() ? "none" : out;
}

/// The name that series of a family have in common once they are exported.
std::string base_of(const MetricFamily& family) {
  return mapped_metric_name(family.type == MetricType::counter ? without_total(family.name) : family.name,
                            MetricsEscaping::underscores);
}

/// Names that a counter or a histogram needs beside its own, or that readers take for parts of it.
constexpr std::string_view derived[] = {"_total", "_created", "_sum", "_count", "_bucket"};

bool has_derived(const MetricFamily& family) {
  return family.type != MetricType::gauge;
}

}  // namespace

void check_fits(const MetricFamily& present, const MetricFamily& wanted) {
  const auto contradiction = [&](const char* id, const char* english, std::string is, std::string given) {
    throw Error(Errc::data, Message(id, english, {{"name", present.name}, {"is", is}, {"given", given}}));
  };
  if (present.type != wanted.type)
    contradiction("metrics.other_type", "{{name}} is a {{is}}, not a {{given}}",
                  std::string(metric_type_name(present.type)), std::string(metric_type_name(wanted.type)));
  if (present.labels && wanted.labels && *present.labels != *wanted.labels)
    contradiction("metrics.other_labels", "the labels of {{name}} are {{is}}, not {{given}}",
                  list(*present.labels), list(*wanted.labels));
  if (!wanted.bounds.empty() && present.bounds != wanted.bounds) refuse_bounds(present, wanted);
}

void refuse_bounds(const MetricFamily& present, const MetricFamily& wanted) {
  throw Error(Errc::data,
              Message("metrics.other_bounds", "the buckets of {{name}} are {{is}}, not {{given}}",
                      {{"name", present.name}, {"is", list(present.bounds)}, {"given", list(wanted.bounds)}}));
}

void check_family(MetricFamily& family) {
  if (family.type != MetricType::histogram && !family.bounds.empty())
    throw Error(Errc::usage, Message("metrics.no_histogram", "only a histogram has buckets"));
  if (!is_utf8(family.help))
    throw Error(Errc::usage, Message("metrics.help_utf8", "the help text is not valid UTF-8"));
  if (!family.unit.empty() && !is_plain_label_name(family.unit))
    throw Error(Errc::usage, Message("metrics.unit", "\"{{unit}}\" is no unit such as seconds or bytes",
                                     {{"unit", family.unit}}));
  if (!family.labels) return;
  std::vector<Label> labels;
  for (const std::string& name : *family.labels) labels.emplace_back(name, "");
  family.labels = check_labels(labels).names;
}

Schema::Schema(MetricFamilies& families) : families_(families) {
  for (const auto& [name, family] : families) by_base_.emplace(base_of(family), &family);
}

const MetricFamily* Schema::same_export(const MetricFamily& wanted) const {
  const auto found = by_base_.find(base_of(wanted));
  return found == by_base_.end() ? nullptr : found->second;
}

void Schema::check_exported_name(const MetricFamily& wanted) const {
  const std::string base = base_of(wanted);
  const auto collide = [&](const MetricFamily& other) {
    throw Error(
        Errc::data,
        Message("metrics.name_collision",
                "{{name}} and {{other}}, which is there, would have the same name or parts in an export",
                {{"name", wanted.name}, {"other", other.name}}));
  };
  if (const auto same = by_base_.find(base); same != by_base_.end()) collide(*same->second);
  for (const std::string_view ending : derived) {
    if (has_derived(wanted)) {
      const auto part = by_base_.find(base + std::string(ending));
      if (part != by_base_.end()) collide(*part->second);
    }
    if (base.size() > ending.size() && base.ends_with(ending)) {
      const auto whole = by_base_.find(base.substr(0, base.size() - ending.size()));
      if (whole != by_base_.end() && has_derived(*whole->second)) collide(*whole->second);
    }
  }
}

const MetricFamily& Schema::admit(const MetricFamily& wanted, Claim claim) {
  const auto found = families_.find(wanted.name);
  if (found == families_.end()) {
    check_exported_name(wanted);
    const MetricFamily& added = families_.emplace(wanted.name, wanted).first->second;
    by_base_.emplace(base_of(added), &added);
    changed_.push_back(wanted.name);
    return added;
  }
  MetricFamily& present = found->second;
  check_fits(present, wanted);
  const MetricFamily before = present;
  if (!present.labels) present.labels = wanted.labels;
  if (claim == Claim::declare && !wanted.help.empty()) present.help = wanted.help;
  if (claim == Claim::declare && !wanted.unit.empty()) present.unit = wanted.unit;
  if (present != before) changed_.push_back(present.name);
  return present;
}

}  // namespace metrics
}  // namespace objectos
