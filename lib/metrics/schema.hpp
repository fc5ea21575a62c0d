// What a name stands for is decided once. Here is decided whether a new use or declaration fits what is
// there.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "objectos/metrics_store.hpp"

namespace objectos::metrics {

/// What the caller has to say about a family, beyond type, labels and bounds.
enum class Claim {
  use,      ///< nothing of help and unit
  declare,  ///< help and unit replace those that are there, unless they are empty
};

/// Throws Error(data) that names both sides if `wanted` contradicts `present` in type, labels or bounds.
/// Labels that are open and bounds that are empty contradict nothing.
void check_fits(const MetricFamily& present, const MetricFamily& wanted);
/// Throws that error for the bounds.
[[noreturn]] void refuse_bounds(const MetricFamily& present, const MetricFamily& wanted);

/// Error(usage) for what a declaration must not say: labels that are illegal or twice there, a unit that is
/// no name, texts that are not UTF-8, bounds without a histogram. Sorts the labels.
void check_family(MetricFamily& family);

/// All families of a store, while they are being changed.
class Schema {
 public:
  explicit Schema(MetricFamilies& families);

  /// Adds the family, or lets it add what was open about the one that is there. Error(data) if it contradicts
  /// that one, or if its exported name is taken by another.
  const MetricFamily& admit(const MetricFamily& wanted, Claim claim);
  /// The family whose series have the same exported name as `wanted` would, or null.
  const MetricFamily* same_export(const MetricFamily& wanted) const;
  /// Names of the families that were added or altered.
  std::vector<std::string> take_changed() { return std::move(changed_); }

 private:
  void check_exported_name(const MetricFamily& wanted) const;

  MetricFamilies& families_;
  std::unordered_map<std::string, const MetricFamily*> by_base_;  // exported name without _total
  std::vector<std::string> changed_;
};

}  // namespace objectos::metrics
