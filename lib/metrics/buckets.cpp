#include "metrics/buckets.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

#include "metrics/number.hpp"
#include "objectos/error.hpp"
#include "objectos/metrics.hpp"

namespace objectos {
namespace {

constexpr double bounds_to_a_day[] = {.005, .01, .025, .05, .1,  .25,  .5,   1,    2.5,   5,     10,
                                      30,   60,  120,  300, 600, 1800, 3600, 7200, 21600, 43200, 86400};
constexpr std::size_t default_count = 11;

}  // namespace

std::span<const double> default_buckets() noexcept {
  return {bounds_to_a_day, default_count};
}

std::span<const double> batch_buckets() noexcept {
  return bounds_to_a_day;
}

namespace metrics {
namespace {

constexpr int per_octave = 32;
/// Larger than any k: doubles reach from 2^-1074 to 2^1024.
constexpr int offset = 40'000;
constexpr int infinite_slot = 100'000;

/// Finds the bucket of a number in [0.5, 1).
class Fractions {
 public:
  Fractions() {
    for (int i = 0; i <= per_octave; ++i) bounds_[i] = std::exp2(static_cast<double>(i) / per_octave - 1);
    for (int i = 0; i < parts; ++i) {
      const double begin = 0.5 + 0.5 * i / parts;
      first_[i] =
          static_cast<unsigned char>(std::lower_bound(bounds_, bounds_ + per_octave, begin) - bounds_);
    }
  }
  /// Bounds belong to the bucket below them. No part is wide enough for two bounds.
  int bucket_of(double fraction) const noexcept {
    const int near = first_[std::bit_cast<std::uint64_t>(fraction) >> (52 - part_bits) & (parts - 1)];
    return near + (bounds_[near] < fraction);
  }

 private:
  static constexpr int part_bits = 7;
  static constexpr int parts = 1 << part_bits;
  double bounds_[per_octave + 1];  // 2^(i/32 - 1), upper ones
  unsigned char first_[parts];     // the bucket in which each part begins
};
const Fractions& fractions() {
  static const Fractions table;
  return table;
}

int positive_slot(double value) noexcept {
  constexpr std::uint64_t fraction_mask = (std::uint64_t{1} << 52) - 1;
  const auto bits = std::bit_cast<std::uint64_t>(value);
  int exponent = static_cast<int>(bits >> 52) - 1022;
  double fraction = std::bit_cast<double>((bits & fraction_mask) | std::uint64_t{1022} << 52);
  if (exponent == 1025) return infinite_slot;
  if (exponent == -1022) fraction = std::frexp(value, &exponent);  // subnormal
  return offset + (exponent - 1) * per_octave + fractions().bucket_of(fraction);
}

double positive_value(int slot) noexcept {
  if (slot >= infinite_slot) return std::numeric_limits<double>::infinity();
  // The harmonic mean of the bucket's bounds: equally far, in relation, from both.
  static const double mean = 2 / (1 + std::exp2(-1.0 / per_octave));
  const int k = slot - offset;
  const double lower = std::exp2(static_cast<double>(k - 1) / per_octave);
  return lower == 0 ? std::numeric_limits<double>::denorm_min() : lower * mean;
}

}  // namespace

int slot_of(double value) noexcept {
  if (value == 0) return 0;
  return value > 0 ? positive_slot(value) : -positive_slot(-value);
}

double slot_value(int slot) noexcept {
  if (slot == 0) return 0;
  return slot > 0 ? positive_value(slot) : -positive_value(-slot);
}

int bucket_of(std::span<const double> bounds, double value) noexcept {
  if (bounds.size() <= 32) {  // counting foresees no branch wrongly
    int below = 0;
    for (const double bound : bounds) below += bound < value;
    return below;
  }
  return static_cast<int>(std::lower_bound(bounds.begin(), bounds.end(), value) - bounds.begin());
}

HistogramCell cell_of(std::span<const double> bounds, double value) noexcept {
  return {bucket_of(bounds, value), slot_of(value), 1, value};
}

std::vector<double> checked_bounds(std::vector<double> bounds) {
  if (!bounds.empty() && bounds.back() == std::numeric_limits<double>::infinity()) bounds.pop_back();
  for (std::size_t i = 0; i < bounds.size(); ++i) {
    if (bounds[i] == 0) bounds[i] = 0;  // no -0
    if (std::isfinite(bounds[i]) && (i == 0 || bounds[i] > bounds[i - 1])) continue;
    std::string text;
    append_number(text, bounds[i]);
    throw Error(Errc::usage,
                Message("metrics.bounds",
                        "buckets must be finite and ascending: {{bound}} is not, at place {{place}}",
                        {{"bound", text}, {"place", i + 1}}));
  }
  return bounds;
}

void add_cells(std::vector<HistogramCell>& into, std::span<const HistogramCell> from) {
  for (const HistogramCell& cell : from) {
    const auto place = std::lower_bound(into.begin(), into.end(), cell, [](const auto& a, const auto& b) {
      return a.bucket != b.bucket ? a.bucket < b.bucket : a.slot < b.slot;
    });
    if (place != into.end() && place->bucket == cell.bucket && place->slot == cell.slot) {
      place->count += cell.count;
      place->sum += cell.sum;
    } else {
      into.insert(place, cell);
    }
  }
}

}  // namespace metrics

namespace {

/// Between the bounds of the classic bucket that holds the rank, as Prometheus' histogram_quantile does it.
double interpolated(const std::vector<std::pair<double, std::uint64_t>>& buckets, double rank) {
  std::size_t i = 0;
  while (i + 1 < buckets.size() && static_cast<double>(buckets[i].second) < rank) ++i;
  if (i + 1 == buckets.size())
    return i == 0 ? std::numeric_limits<double>::quiet_NaN() : buckets[i - 1].first;
  const double upper = buckets[i].first;
  if (i == 0 && upper <= 0) return upper;
  const double lower = i == 0 ? 0 : buckets[i - 1].first;
  const double below = i == 0 ? 0 : static_cast<double>(buckets[i - 1].second);
  const double inside = static_cast<double>(buckets[i].second) - below;
  return inside > 0 ? lower + (upper - lower) * (rank - below) / inside : upper;
}

}  // namespace

std::optional<double> Metric::quantile(double q) const {
  if (count == 0) return std::nullopt;
  const double rank = std::max(1.0, std::ceil(q * static_cast<double>(count)));
  std::vector<std::pair<int, std::uint64_t>> slots;
  for (const HistogramCell& cell : cells) {
    if (cell.slot == slot_unknown && cell.count > 0) return interpolated(buckets, rank);
    slots.emplace_back(cell.slot, cell.count);
  }
  // A slot may lie across a bound: then it has two cells, which are neighbours.
  std::sort(slots.begin(), slots.end());
  std::uint64_t seen = 0;
  for (const auto& [slot, n] : slots) {
    seen += n;
    if (n > 0 && static_cast<double>(seen) >= rank) return metrics::slot_value(slot);
  }
  return metrics::slot_value(slots.back().first);
}

}  // namespace objectos
