// A whole exposition, line by line, put together to families.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "metrics/exposition_line.hpp"
#include "objectos/metrics.hpp"

namespace objectos::metrics {

enum class ExpositionType { untyped, counter, gauge, histogram, summary, gaugehistogram, stateset, info };
/// As a TYPE line has it; nothing for what the format does not know.
std::optional<ExpositionType> exposition_type(std::string_view text, bool openmetrics);
/// What may follow the family's name in the names of its samples.
std::span<const std::string_view> sample_endings(ExpositionType type, bool openmetrics);

/// What stands there of a family beside its samples.
struct ExpositionFamily {
  std::string name;
  ExpositionType type = ExpositionType::untyped;
  std::string help;
  std::string unit;
  bool has_type = false, has_help = false, has_unit = false;
  std::size_t line = 1;  ///< of its first line
  std::size_t unit_line = 1, unit_column = 1;
  std::size_t samples = 0;  ///< how many have been read
};

struct PlacedSample {
  const Sample& sample;
  std::size_t line;
  std::string_view text;  ///< that line
  /// What follows the family's name in the sample's.
  std::string_view ending;
  /// As stores know them: sorted, escaped, without empty ones.
  std::string_view labels;
  /// Those without the one that tells a metric's parts from each other: le, quantile, or the state's.
  std::string_view group;
};

/// Is told what a reader meets. What it gets lasts for the call.
class ExpositionVisitor {
 public:
  virtual ~ExpositionVisitor() = default;
  /// Something is wrong; reading goes on behind it.
  virtual void finding(MetricsFinding finding) = 0;
  /// A family begins, of which nothing but the name is known yet.
  virtual void begin(const ExpositionFamily&) {}
  /// The family's type, help and unit have come before. It does not count this sample yet.
  virtual void sample(const ExpositionFamily& family, const PlacedSample& sample) = 0;
  virtual void end(const ExpositionFamily& family) = 0;
};

/// Reads families one after the other. Knows the syntax, and which lines belong together.
class ExpositionReader {
 public:
  ExpositionReader(bool openmetrics, ExpositionVisitor& visitor)
      : openmetrics_(openmetrics), visitor_(visitor) {}
  void read(std::string_view text);

 private:
  void take(const Metadata& metadata);
  void take(const Sample& sample, std::string_view text);
  void begin_family(const std::string& name);
  void end_family();
  void fault(std::size_t column, Message message);

  const bool openmetrics_;
  ExpositionVisitor& visitor_;
  std::size_t line_ = 0;
  bool is_open_ = false;
  ExpositionFamily family_;
  std::string labels_, group_;  // of the present sample
};

/// The label that tells a family's parts of one metric apart: le, quantile, or the state's.
std::string_view part_label(const ExpositionFamily& family, std::string_view ending);
/// The value of that label; null without it.
const std::string* find_label(const Sample& sample, std::string_view name);
/// Replaces `out` by the labels, as stores know them, without the one named.
void write_labels(std::string& out, const Sample& sample, std::string_view without);

/// True for a text whose last line is `# EOF`.
bool looks_like_openmetrics(std::string_view text);

}  // namespace objectos::metrics
