// The two kinds of buckets of a histogram: classic ones between bounds that the family has, and exponential
// ones that every histogram has, for quantiles.
#pragma once

#include <span>

#include "objectos/metrics_store.hpp"

namespace objectos::metrics {

/// Exponential buckets have bounds 2^(k/32): schema 5 of Prometheus' native histograms. What lies in one is
/// off from its estimate by at most (2^(1/32) - 1) / (2^(1/32) + 1) = 1.083 % of itself.
///
/// A slot is the bucket's number k moved so that slots are ordered as the values are: negative values have
/// negative slots, zero has 0.
int slot_of(double value) noexcept;
/// The value that a slot stands for.
double slot_value(int slot) noexcept;

/// Index of the first bound that is not below `value`; bounds.size() for +Inf.
int bucket_of(std::span<const double> bounds, double value) noexcept;

/// The cell that one observation falls into. `value` is not NaN.
HistogramCell cell_of(std::span<const double> bounds, double value) noexcept;

/// Throws Error(usage) unless the bounds are finite and ascending; +Inf at the end is dropped.
std::vector<double> checked_bounds(std::vector<double> bounds);

/// Adds `from` to `into`, which is ordered by bucket and slot and stays so.
void add_cells(std::vector<HistogramCell>& into, std::span<const HistogramCell> from);

}  // namespace objectos::metrics
