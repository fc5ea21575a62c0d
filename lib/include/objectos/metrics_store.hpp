// What stands below Metrics: families, series, and the interface of a store.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "objectos/api.hpp"
#include "objectos/text.hpp"

namespace objectos {

enum class MetricType { counter, gauge, histogram };
/// "counter", "gauge", "histogram"
OBJECTOS_API std::string_view metric_type_name(MetricType type) noexcept;

/// What is fixed about a name for ever: its first use, or declare(), decides.
struct MetricFamily {
  std::string name;  ///< as given, perhaps dotted: "app.errors.total"
  MetricType type = MetricType::counter;
  std::string help;
  std::string unit;
  /// Sorted. Nothing: the first use will decide.
  std::optional<std::vector<std::string>> labels;
  std::vector<double> bounds;  ///< of a histogram: finite, ascending
  friend bool operator==(const MetricFamily&, const MetricFamily&) = default;
};
using MetricFamilies = std::map<std::string, MetricFamily, std::less<>>;

/// Observations of one histogram series that fell into one classic bucket and one exponential one. Both kinds
/// of buckets, the count and the sum are sums over such cells, so they cannot disagree.
struct HistogramCell {
  int bucket = 0;  ///< index of the first bound that is not below the values; bounds.size(): +Inf
  int slot = 0;    ///< exponential bucket, in the order of the values; slot_unknown: not known
  std::uint64_t count = 0;
  double sum = 0;
};
/// Of observations that came by import: an exposition does not tell more than the classic bucket.
inline constexpr int slot_unknown = 1'000'000;

/// A series as a store shows it; what it points to lasts for the call.
struct SeriesView {
  std::string_view labels;               ///< `a="x",b="y"`: sorted, escaped as in an exposition
  double value = 0;                      ///< counter, gauge
  std::span<const HistogramCell> cells;  ///< histogram: ordered by bucket and slot
  std::span<const double> samples{};     ///< histogram: the last values, oldest first, where a store keeps them
};

class OBJECTOS_API MetricsVisitor {
 public:
  virtual ~MetricsVisitor();
  virtual void family(const MetricFamily& family) = 0;
  virtual void series(const SeriesView& series) = 0;
};

/// One label as it is handed in. The order of labels means nothing, and an empty value is no label.
using Label = std::pair<std::string_view, std::string_view>;
/// Labels as they are handed in; lasts no longer than what it was made of.
class LabelList {
 public:
  LabelList() = default;
  LabelList(std::initializer_list<Label> labels) : labels_(labels.begin(), labels.size()) {}
  LabelList(std::span<const Label> labels) : labels_(labels) {}
  LabelList(const std::vector<Label>& labels) : labels_(labels) {}
  auto begin() const noexcept { return labels_.begin(); }
  auto end() const noexcept { return labels_.end(); }
  std::size_t size() const noexcept { return labels_.size(); }

 private:
  std::span<const Label> labels_;
};

/// One change of one series, checked by the service.
struct MetricChange {
  enum class Kind { add, set, observe, running };
  const MetricFamily* family = nullptr;  ///< as the caller takes it to be; with labels
  std::string_view labels;               ///< as in SeriesView
  Kind kind = Kind::add;
  double value = 0;    ///< add, set. Adding 0 makes the series appear. Afterwards: what it is now
  HistogramCell cell;  ///< observe. A count of 0 makes the series appear
  std::span<const double> samples{};  ///< observe: values that a store may keep; they count nothing
  bool wants_value = true;            ///< add: whether anybody asks what the series is now
};

/// A change in the caller's own words; a histogram observes the value, which is not NaN.
struct MetricUse {
  std::string_view name;
  MetricType type = MetricType::counter;
  LabelList labels;
  bool is_set = false;  ///< of a gauge: the value replaces what is there
  double value = 0;
};

/// What alert rules remember between two checks: short texts, which only Alerts understands, by key.
struct AlertNotes {
  std::uint64_t version = 0;  ///< grows with each change
  std::map<std::string, std::string, std::less<>> texts;
};
/// Texts by key; an empty one removes the key.
using AlertChanges = std::map<std::string, std::string, std::less<>>;

/// A run of a command that has begun and not ended: see metrics_runs.hpp.
struct OpenRun {
  std::string id;      ///< like no other
  std::string labels;  ///< of the series that count it, as in SeriesView
};
/// What record_run() is told of runs. A change of the kind `running` sets its gauge to how many are open then
/// with its labels.
struct RunNote {
  std::string_view name;  ///< of the runs; they belong to no family
  const OpenRun* begun = nullptr;
  std::vector<OpenRun> ended;
};

/// Every member is thread safe and atomic, between processes too where processes share the store.
class OBJECTOS_API MetricsStore {
 public:
  virtual ~MetricsStore();

  /// "sqlite", "memory", …
  virtual std::string name() const = 0;
  virtual std::optional<MetricFamily> family(std::string_view name) = 0;

  /// Changes families: nobody else does meanwhile. `change` gets all there are, may add and alter, and
  /// returns the names of those it did. If it throws, nothing has changed.
  using Declare = std::function<std::vector<std::string>(MetricFamilies& families)>;
  virtual void declare(const Declare& change) = 0;

  /// All changes or none. False, and nothing is changed, unless every family is there with the type, labels
  /// and bounds that the caller takes it to have. Our stores log a warning when a family comes to have more
  /// than 10,000 series, here as in the members below.
  virtual bool record(std::span<MetricChange> changes) = 0;

  /// record() of more changes than should be in memory at once: `give` hands them on piece by piece, and a
  /// piece need not last. Their families are members of `families`. What series are afterwards is not told.
  /// `give` must not call the store; what it throws is thrown, and nothing has changed. Unless a store knows
  /// better, all are gathered.
  using TakeChanges = std::function<void(std::span<MetricChange> piece)>;
  using GiveChanges = std::function<void(const TakeChanges& take)>;
  virtual bool record_many(std::span<const MetricFamily> families, const GiveChanges& give);

  /// A short way for a store that is faster than the checks before record(): makes the change if it knows a
  /// series under these very words. What the series is now (0 for a histogram); nothing, and nothing is
  /// changed, if record() must decide. This one never knows any.
  virtual std::optional<double> record_again(const MetricUse& use);

  // A store that keeps no runs may leave both as they are: then they throw Error(unavailable).
  /// Those of that name, in no order.
  virtual std::vector<OpenRun> open_runs(std::string_view name);
  enum class Noted { done, other_families, other_runs };
  /// record(), and the note with it. other_families is its false; other_runs, and nothing is changed: one
  /// that has ended is not open.
  virtual Noted record_run(std::span<MetricChange> changes, const RunNote& note);

  /// Families whose names match, each followed by its series; both in bytewise order. One view of the store
  /// where the store has that. The visitor must not call the store.
  virtual void read(const Glob& names, MetricsVisitor& visitor) = 0;

  /// Sets every series of matching families to zero; how many families.
  virtual std::size_t reset(const Glob& names) = 0;
  /// Removes matching families; how many.
  virtual std::size_t remove(const Glob& names) = 0;

  // A store that keeps no alerts may leave both as they are: then they throw Error(unavailable).
  virtual AlertNotes alert_notes();
  /// All changes or none. False, and nothing is changed, unless the version is still `version`.
  virtual bool note_alerts(std::uint64_t version, const AlertChanges& changes);
};

/// A store in this process. Of each histogram series it keeps the last `max_samples` values.
OBJECTOS_API std::shared_ptr<MetricsStore> memory_metrics(std::size_t max_samples = 0);

}  // namespace objectos
