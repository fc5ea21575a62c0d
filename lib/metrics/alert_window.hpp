// Samples of a growing series, taken by checks, and what they say of its growth.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "objectos/text.hpp"

namespace objectos::metrics {

struct AlertSample {
  std::int64_t at = 0;  ///< ms since 1970
  double value = 0;
  double lost = 0;  ///< what resets had taken away by then: samples in between may be gone
};

/// No more are kept; of samples that come faster only every so manieth.
inline constexpr int samples_in_window = 60;

/// Adds a sample and forgets those that are older than the window, and those of a future that was set back.
void take_sample(std::vector<AlertSample>& samples, std::int64_t now, double value, Millis window);
void forget_samples(std::vector<AlertSample>& samples, std::int64_t now, Millis window);

/// By how much the series has grown in the window that ends at `now`, as Prometheus' increase() extrapolates
/// it; by the second, as its rate() does. Nothing with fewer than two samples.
enum class Growth { in_all, by_second };
std::optional<double> growth_of(const std::vector<AlertSample>& samples, std::int64_t now, Millis window,
                                Growth growth);

}  // namespace objectos::metrics
