// What must hold between the lines of an exposition, and of the values in them.
#pragma once

#include <cstddef>
#include <deque>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "core/hash_index.hpp"
#include "metrics/exposition_reader.hpp"

namespace objectos::metrics {

/// Tells `next` of what breaks a rule, and all else that it is told itself. Of each series it remembers a
/// hash and the place in `text`, which is all of the exposition: twelve to thirty bytes.
class ExpositionRules final : public ExpositionVisitor {
 public:
  /// Error(data) for a text of 4 GiB and more.
  ExpositionRules(std::string_view text, bool openmetrics, ExpositionVisitor& next);
  void finding(MetricsFinding finding) override { next_.finding(std::move(finding)); }
  void begin(const ExpositionFamily& family) override;
  void sample(const ExpositionFamily& family, const PlacedSample& sample) override;
  void end(const ExpositionFamily& family) override;

 private:
  /// Where a line begins in the text.
  using Place = HashIndex::Number;
  /// What makes two samples the same thing.
  enum class As { series, series_at_time, group, group_at_time };
  static bool is_series(As as) { return as == As::series || as == As::series_at_time; }
  static bool has_time(As as) { return as == As::series_at_time || as == As::group_at_time; }
  /// What stands there of one histogram, at one time.
  struct Histogram {
    Place place = 0;       // of a line of it
    std::size_t line = 1;  // the last one
    std::optional<double> bound, in_bucket, count, sum, gsum;
    bool has_negative_bound = false;
  };

  void check_value(const ExpositionFamily& family, const PlacedSample& placed);
  void check_openmetrics_value(const ExpositionFamily& family, const PlacedSample& placed);
  void check_part(std::string_view part, const PlacedSample& placed);
  void check_exemplar(const ExpositionFamily& family, const PlacedSample& placed);
  void check_unit(const ExpositionFamily& family);
  void check_names(const ExpositionFamily& family);
  bool belongs_to_another(const std::string& name) const;

  void check_order(const ExpositionFamily& family, const PlacedSample& placed);
  void begin_group(const ExpositionFamily& family, const PlacedSample& placed);
  void check_times(const PlacedSample& placed);
  void add_to_group(const ExpositionFamily& family, const PlacedSample& placed);

  void add_to_histogram(const ExpositionFamily& family, const PlacedSample& placed, bool is_same);
  void find_histogram(const ExpositionFamily& family, const PlacedSample& placed);
  void check_histogram(const Histogram& histogram);

  bool add_if_new(HashIndex& index, const ExpositionFamily& family, const PlacedSample& placed, As as);
  static std::uint32_t hash_of(const PlacedSample& placed, As as);
  bool is_at(Place place, const ExpositionFamily& family, const PlacedSample& placed, As as) const;
  Sample sample_at(Place place) const;
  Place place_of(const PlacedSample& placed) const;

  void fault(const PlacedSample& placed, std::size_t column, Message message);
  void fault_at(std::size_t line, std::size_t column, Message message);
  void fault_twice(const PlacedSample& placed);

  const std::string_view text_;
  const bool openmetrics_;
  ExpositionVisitor& next_;
  std::unordered_map<std::string, unsigned> families_;  // and as which types they were there, a bit for each
  // Of the present family:
  bool is_repeated_ = false;  // it was there before
  std::string group_;         // of the last sample
  std::optional<double> timestamp_;
  HashIndex series_;  // 0.0.4: of the family, with their times; OpenMetrics: of the group
  HashIndex groups_;  // OpenMetrics only
  std::deque<Histogram> histograms_;
  HashIndex histogram_index_;                      // numbers in there
  HashIndex::Number histogram_ = HashIndex::none;  // of the last sample
};

}  // namespace objectos::metrics
