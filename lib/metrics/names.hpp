// What names may be, and how they are written where a format has no room for them.
#pragma once

#include <string>
#include <string_view>

#include "objectos/error.hpp"
#include "objectos/metrics.hpp"

namespace objectos::metrics {

/// Both throw Error(usage) that names the character and its place.
void check_metric_name(std::string_view name);
/// Also refuses reserved ones: le, quantile, and what begins with __.
void check_label_name(std::string_view name);

/// True if 0.0.4 and OpenMetrics can write the name as it is.
bool is_plain_metric_name(std::string_view name) noexcept;
bool is_plain_label_name(std::string_view name) noexcept;

/// How many bytes at the start of `text` make such a name; 0: none.
std::size_t plain_metric_name_length(std::string_view text) noexcept;
std::size_t plain_label_name_length(std::string_view text) noexcept;

/// The name under a scheme, as prometheus/common does it. With allow_utf8 it does not change.
std::string mapped_metric_name(std::string_view name, MetricsEscaping scheme);
std::string mapped_label_name(std::string_view name, MetricsEscaping scheme);

/// `name` without the ending `_total`, or one that is mapped to it: `.total`.
std::string_view without_total(std::string_view name) noexcept;

}  // namespace objectos::metrics
