// How the state of one alert changes, and when there is something to say of it.
#pragma once

#include <cstdint>
#include <optional>

#include "metrics/alert_note.hpp"

namespace objectos::metrics {

/// For a clock that was set back: nothing of what is remembered lies ahead of `now`.
void not_ahead(AlertNote& note, std::int64_t now) noexcept;

/// True if `value` is as the rule wants it to be told. NaN compares as IEEE 754 says.
bool holds(const AlertRule& rule, double value) noexcept;

/// The state after a look at the series. `value`: if it is as the rule says. True if the alert is resolved by
/// it.
bool advance(AlertNote& note, const AlertRule& rule, std::optional<double> value, std::int64_t now);

/// When the present state began.
std::int64_t since_of(const AlertNote& note) noexcept;

/// Claims what there is to say of the alert; false if there is nothing, or another check is at it.
bool claim(AlertNote::Told& told, const AlertNote& note, const AlertRule& rule, std::int64_t now);
/// The claimed is said.
void confirm(AlertNote::Told& told);
/// It is not, and the next check may claim it at once.
void release(AlertNote::Told& told);

}  // namespace objectos::metrics
