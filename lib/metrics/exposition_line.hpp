// One line of an exposition, taken apart: the syntax of text 0.0.4 and of OpenMetrics 1.0, and nothing beyond
// a line.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "objectos/error.hpp"
#include "objectos/metrics.hpp"

namespace objectos::metrics {

/// `# TYPE`, `# HELP`, `# UNIT`
struct Metadata {
  enum class Kind { type, help, unit };
  Kind kind;
  std::string name;
  std::string text;         ///< unescaped
  std::size_t text_column;  ///< from 1, in bytes
};

struct Exemplar {
  std::size_t column;      ///< of its #
  std::size_t characters;  ///< in the names and values of its labels
};

struct Sample {
  std::string name;
  Labels labels;  ///< as they stand there
  double value = 0;
  std::size_t value_column = 1;
  std::optional<double> timestamp;
  std::size_t timestamp_column = 1;
  std::optional<Exemplar> exemplar;
};

struct EndOfExposition {};
/// A blank line or a comment that means nothing; only 0.0.4 has them.
struct NothingToRead {};

using ExpositionLine = std::variant<NothingToRead, Metadata, Sample, EndOfExposition>;

/// What is wrong, and where in the line.
struct SyntaxFault {
  std::size_t column;
  Message message;
};

/// `line` is without its newline. Throws SyntaxFault.
ExpositionLine parse_exposition_line(std::string_view line, bool openmetrics);

}  // namespace objectos::metrics
