// What makes sense as an alert rule.
#pragma once

#include <span>
#include <string_view>

#include "objectos/metrics_alerts.hpp"

namespace objectos::metrics {

/// Error(usage) for what makes no sense. Sorts labels and annotations.
void check_alert_rule(AlertRule& rule);
/// Error(usage) if one of `earlier` has the rule's name.
void check_new_name(std::span<const AlertRule> earlier, const AlertRule& rule);

/// ">", ">=", …
std::string_view alert_op_name(AlertRule::Op op) noexcept;
/// True for a rule that compares with a threshold.
bool has_threshold(const AlertRule& rule) noexcept;
/// True for a rule about growth in a window.
bool has_samples(const AlertRule& rule) noexcept;

}  // namespace objectos::metrics
