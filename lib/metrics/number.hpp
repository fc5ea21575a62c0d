// How numbers are spelled. Never through the locale.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace objectos::metrics {

/// Shortest text that reads back as `x`; whole numbers below 10^15 in plain digits. NaN, +Inf, -Inf.
void append_number(std::string& out, double x);
/// A bound, as OpenMetrics' canonical form has it: 0.1, 1.0, 100000.0, 1e+06, +Inf. Part of a series'
/// identity, so it must never change.
void append_bound(std::string& out, double bound);
/// For JSON, where NaN and the infinities are strings.
void append_json_number(std::string& out, double x);
/// A decimal number, NaN or an infinity in any case, as the formats allow; nothing else, nothing around it.
std::optional<double> parse_number(std::string_view text);

/// Error(usage) unless a counter may grow by it: finite and not negative.
void check_increment(double by);
/// Error(usage) for NaN.
void check_observation(double value);

}  // namespace objectos::metrics
