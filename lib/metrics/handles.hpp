// The series that handles stand for, and what of them the store does not have yet.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <tuple>
#include <vector>

#include "metrics/cells.hpp"
#include "metrics/group_use.hpp"

namespace objectos {

/// `mutex` is held by whoever looks at `all`.
struct Metrics::Handles {
  /// One for each series. Exactly one of the three is there.
  struct Series {
    MetricFamily family;
    std::string labels;
    std::shared_ptr<metrics::CounterCells> counter{};
    std::shared_ptr<metrics::GaugeCell> gauge{};
    std::shared_ptr<metrics::HistogramCells> histogram{};

    /// Appends what has come since the last stored(); false if that is nothing.
    bool take(std::vector<Group::Use>& uses);
    /// What was taken is in the store; or it is not, and will be taken again.
    void stored();
    void failed();

    double stored_sum = 0, taken_sum = 0;
    metrics::GaugeCell::Pending taken_gauge{};
    std::vector<HistogramCell> taken_cells{};

   private:
    Group::Use use(MetricChange::Kind kind, double value) const;
  };
  using All = std::map<std::tuple<std::string, MetricType, std::string>, Series>;  // by name, type, labels

  Series resolve(Metrics& metrics, std::string_view name, MetricType type, LabelList labels);
  const Series& of(const MetricFamily& family, const std::string& labels);
  std::mutex mutex;
  All all;
};

}  // namespace objectos
