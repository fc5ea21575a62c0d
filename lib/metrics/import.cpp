// Another exposition's families, added to what is stored.
#include <algorithm>

#include "metrics/arrivals.hpp"
#include "metrics/exposition_reader.hpp"
#include "metrics/exposition_rules.hpp"
#include "metrics/schema.hpp"

namespace objectos {
namespace {

class Import {
 public:
  Import(Metrics& into, std::string_view text, std::string_view name)
      : into_(into),
        text_(text),
        openmetrics_(exposition_format(text) == MetricsFormat::openmetrics),
        name_(name),
        census_(name) {}

  MetricsImport run() {
    metrics::ExpositionRules rules(text_, openmetrics_, census_);
    metrics::ExpositionReader(openmetrics_, rules).read(text_);
    MetricsImport result;
    result.families = census_.families.size();
    result.series = into_.options().enabled ? store() : deliver([](std::span<MetricChange>) {});
    result.left_out = std::move(census_.left_out);
    return result;
  }

 private:
  /// Hands all changes on; how many series they are for.
  std::size_t deliver(const MetricsStore::TakeChanges& take) const {
    metrics::ArrivalDelivery delivery(census_.families, census_.arriving, take);
    metrics::ExpositionReader(openmetrics_, delivery).read(text_);
    return delivery.handed_on;
  }

  std::size_t store() {
    std::size_t series = 0;
    for (int turn = 0; turn < max_turns; ++turn) {
      into_.store().declare([this](MetricFamilies& families) { return declare(families); });
      if (into_.store().record_many(census_.families, [&](const auto& take) { series = deliver(take); }))
        return series;
    }
    throw Error(Errc::unavailable,
                Message("metrics.keeps_changing", "another program keeps changing what is declared"));
  }

  std::vector<std::string> declare(MetricFamilies& families) {
    metrics::Schema schema(families);
    for (std::size_t i = 0; i < census_.families.size(); ++i) {
      MetricFamily& arriving = census_.families[i];
      MetricFamily wanted = arriving;
      if (const MetricFamily* there = schema.same_export(wanted)) {
        wanted.name = there->name;
        wanted.help.clear();  // what was declared here stays
        wanted.unit.clear();
        fit_labels(*there, wanted);
      }
      try {
        arriving = schema.admit(wanted, metrics::Claim::declare);
        // Without finite bounds nothing tells which of the family's buckets are meant.
        if (arriving.bounds != wanted.bounds) metrics::refuse_bounds(arriving, wanted);
      } catch (const Error& error) {
        throw error.at(name_ + ":" + std::to_string(census_.arriving[i].line));
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

  static constexpr int max_turns = 100;

  Metrics& into_;
  const std::string_view text_;
  const bool openmetrics_;
  const std::string name_;
  metrics::ArrivalCensus census_;
};

}  // namespace

MetricsImport import_metrics(Metrics& into, std::string_view text, std::string_view name) {
  return Import(into, text, name).run();
}

}  // namespace objectos
