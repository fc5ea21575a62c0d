// Series of an exposition on their way into a store. They are read twice: first to know that all is right and
// which families there are, then to hand on one after the other. So no more of them are in memory than belong
// together.
#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/hash_index.hpp"
#include "metrics/exposition_reader.hpp"

namespace objectos::metrics {

struct Arrival {
  std::string labels;  ///< as stores know them
  double value = 0;
  std::vector<double> buckets;  ///< their bounds, or how many are not above those
  double last_bound = 0;
  double count = 0;  ///< of a summary
  double sum = 0;
  std::size_t line = 1;
};

/// The series of a family whose samples are several for each. Of several points in time the last one counts.
class GatheredSeries {
 public:
  /// What is kept of a bucket.
  enum class Buckets { bounds, counts };
  explicit GatheredSeries(Buckets keeps) : keeps_(keeps) {}
  void add(const ExpositionFamily& family, const PlacedSample& placed);
  const std::deque<Arrival>& all() const { return all_; }
  void clear();

 private:
  Arrival& series_of(std::string_view labels, std::size_t line);
  const Buckets keeps_;
  std::deque<Arrival> all_;
  HashIndex index_;
};

struct ArrivingFamily {
  std::size_t line = 1;      ///< of its first sample
  bool is_gathered = false;  ///< has several samples for a series, or may have
};

/// The first reading. Every fault is an Error(data) with NAME:LINE:COLUMN, and so is what the service would
/// refuse of a user.
class ArrivalCensus final : public ExpositionVisitor {
 public:
  explicit ArrivalCensus(std::string_view name) : name_(name) {}
  void finding(MetricsFinding finding) override;
  void sample(const ExpositionFamily& family, const PlacedSample& placed) override;
  void end(const ExpositionFamily& family) override;

  // In the order of the text; of the same size:
  std::vector<MetricFamily> families;
  std::vector<ArrivingFamily> arriving;
  std::vector<std::string> left_out;  ///< families of types that are not kept

 private:
  void begin_arriving(const ExpositionFamily& family, const PlacedSample& placed);
  void check_labels(const ExpositionFamily& family, const PlacedSample& placed);
  void check_value(const ExpositionFamily& family, const PlacedSample& placed) const;
  void take_bounds();
  template <class Check>
  auto checked(std::size_t line, Check check) const;
  [[noreturn]] void fail(std::size_t line, std::size_t column, const Message& message) const;

  const std::string name_;
  // Of the present family:
  bool is_open_ = false;
  std::vector<Label> labels_;               // of the present sample
  std::vector<std::string> checked_names_;  // of its labels, as they were checked last
  std::set<std::string> names_;             // of all its labels
  GatheredSeries gathered_{GatheredSeries::Buckets::bounds};
};

/// The second reading, of a text that the census found right.
class ArrivalDelivery final : public ExpositionVisitor {
 public:
  /// `families` are those of the census, perhaps under other names by now.
  ArrivalDelivery(const std::vector<MetricFamily>& families, const std::vector<ArrivingFamily>& arriving,
                  const MetricsStore::TakeChanges& take)
      : families_(families), arriving_(arriving), take_(take) {}
  void finding(MetricsFinding) override {}
  void sample(const ExpositionFamily& family, const PlacedSample& placed) override;
  void end(const ExpositionFamily& family) override;

  std::size_t handed_on = 0;  ///< series

 private:
  void hand_on(const MetricFamily& family, std::string_view labels, double value);
  void hand_on_histogram(const MetricFamily& family, const Arrival& series);

  const std::vector<MetricFamily>& families_;
  const std::vector<ArrivingFamily>& arriving_;
  const MetricsStore::TakeChanges& take_;
  std::size_t next_ = 0;  // family
  bool is_open_ = false;
  GatheredSeries gathered_{GatheredSeries::Buckets::counts};
  std::vector<MetricChange> cells_;
};

}  // namespace objectos::metrics
