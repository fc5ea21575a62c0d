// A whole exposition, line by line and family by family, held against the rules of its format.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "metrics/exposition_line.hpp"
#include "objectos/metrics.hpp"

namespace objectos::metrics {

enum class ExpositionType { untyped, counter, gauge, histogram, summary, gaugehistogram, stateset, info };
/// As a TYPE line has it; nothing for what the format does not know.
std::optional<ExpositionType> exposition_type(std::string_view text, bool openmetrics);

struct PlacedSample {
  Sample sample;
  std::size_t line;
};

/// A family with everything that stands there of it.
struct ExpositionFamily {
  std::string name;
  ExpositionType type = ExpositionType::untyped;
  std::string help;
  std::string unit;
  bool has_type = false, has_help = false, has_unit = false;
  std::size_t line = 1;  ///< of its first line
  std::size_t unit_line = 1, unit_column = 1;
  std::vector<PlacedSample> samples;
};

/// Reads families one after the other. Faults go to `report`, and reading goes on behind them.
class ExpositionReader {
 public:
  using Report = std::function<void(const MetricsFinding&)>;
  using Visit = std::function<void(ExpositionFamily&)>;
  ExpositionReader(bool openmetrics, Report report, Visit visit)
      : openmetrics_(openmetrics), report_(std::move(report)), visit_(std::move(visit)) {}
  void read(std::string_view text);

 private:
  void take(const Metadata& metadata);
  void take(Sample&& sample);
  void check_sample(const Sample& sample);
  void check_order(const Sample& sample);
  void begin_family(const std::string& name);
  void end_family();
  void check_names();
  void fault(std::size_t column, Message message);
  void fault_at(std::size_t line, std::size_t column, Message message);

  const bool openmetrics_;
  Report report_;
  Visit visit_;
  std::size_t line_ = 0;
  bool is_open_ = false;
  bool is_repeated_ = false;  // the present family was there before
  ExpositionFamily family_;
  std::unordered_set<std::string> seen_families_;
  std::unordered_set<std::string> seen_names_;   // of families, with the names their samples may have
  std::unordered_set<std::string> seen_series_;  // of the present family
  // OpenMetrics: metrics of a family must not interleave.
  std::unordered_set<std::string> seen_groups_;
  std::string group_;
  std::optional<double> group_timestamp_;
  std::map<std::string, std::optional<double>, std::less<>> group_series_;
};

/// The label that tells a family's parts of one metric apart: le, quantile, or the state's.
std::string_view part_label(const ExpositionFamily& family, std::string_view sample_name);
/// The labels, sorted, without that one, as one text.
std::string group_of(const ExpositionFamily& family, const Sample& sample);

/// Buckets ascending and cumulative, +Inf there and equal to the count, sum and count together.
void check_histogram(const ExpositionFamily& family, bool openmetrics,
                     const std::function<void(std::size_t line, std::size_t column, Message)>& fault);

/// True for a text whose last line is `# EOF`.
bool looks_like_openmetrics(std::string_view text);

}  // namespace objectos::metrics
