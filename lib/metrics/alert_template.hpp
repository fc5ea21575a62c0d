// Texts of alerts with holes: `{{ $value }}` and `{{ $labels.NAME }}`, written as in Prometheus' rules.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "objectos/metrics.hpp"

namespace objectos::metrics {

/// Error(usage) that quotes the first hole that is none of the two.
void check_template(std::string_view text);
std::string fill_template(std::string_view text, double value, const Labels& labels);
/// The text with the names of labels as an export writes them.
std::string exported_template(std::string_view text);

}  // namespace objectos::metrics
