// What is fixed about a family as short texts: stores keep them, and compare them with what a caller
// believes.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "objectos/metrics_store.hpp"

namespace objectos::metrics {

/// `kind,code`; no label name holds a comma.
OBJECTOS_API std::string stored_labels(const std::vector<std::string>& labels);
/// `0.1,1,10`
OBJECTOS_API std::string stored_bounds(const std::vector<double>& bounds);

/// Fills type, labels and bounds in. False if the texts are not what the functions above make.
OBJECTOS_API bool read_stored(MetricFamily& family, std::string_view type,
                              std::optional<std::string_view> labels, std::string_view bounds);

}  // namespace objectos::metrics
