// A series' labels as one text: `a="x",b="y"`, sorted by name, escaped as expositions escape values. That is
// how stores know a series, and what an export writes as it is.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "objectos/metrics.hpp"

namespace objectos::metrics {

/// The longest value of a label, in bytes.
inline constexpr std::size_t max_label_bytes = 64 * 1024;

struct CheckedLabels {
  std::vector<std::string> names;  ///< sorted; also of those with an empty value
  std::string text;                ///< without those with an empty value
};

/// Error(usage) for names that are illegal, reserved, given twice, or the same once they are mapped, and for
/// values that are not UTF-8 or too long.
CheckedLabels check_labels(LabelList labels);
/// The same for the value alone.
void check_label_value(const Label& label);

/// \ " and newline, escaped as in a label's value.
void append_escaped(std::string& out, std::string_view value);

/// Walks over the labels of a text. `value` is still escaped.
class LabelReader {
 public:
  explicit LabelReader(std::string_view text) : rest_(text) {}
  bool next();
  std::string_view name, value;

 private:
  std::string_view rest_;
};

std::string unescaped(std::string_view value);
Labels labels_of(std::string_view text);

}  // namespace objectos::metrics
