#include "metrics/alert_window.hpp"

#include <algorithm>

namespace objectos::metrics {

void forget_samples(std::vector<AlertSample>& samples, std::int64_t now, Millis window) {
  std::erase_if(samples, [&](const AlertSample& sample) {
    return sample.at < now - window.count() || sample.at > now;
  });
}

void take_sample(std::vector<AlertSample>& samples, std::int64_t now, double value, Millis window) {
  AlertSample next{now, value, 0};
  if (!samples.empty()) {
    const AlertSample& last = samples.back();
    next.lost = last.lost + (value < last.value ? last.value : 0);
  }
  forget_samples(samples, now, window);
  // The last one stays open until it is far enough from the one before it.
  const std::int64_t spacing = std::max<std::int64_t>(window.count() / samples_in_window, 1);
  const std::size_t n = samples.size();
  const bool is_close =
      n > 0 && (samples[n - 1].at == now || (n > 1 && samples[n - 1].at - samples[n - 2].at < spacing));
  if (is_close) {
    samples.back() = next;
  } else {
    samples.push_back(next);
  }
}

std::optional<double> growth_of(const std::vector<AlertSample>& samples, std::int64_t now, Millis window,
                                Growth growth) {
  if (samples.size() < 2) return std::nullopt;
  const AlertSample& first = samples.front();
  const AlertSample& last = samples.back();
  const double grown = last.value - first.value + (last.lost - first.lost);
  const auto seconds = [](std::int64_t ms) { return static_cast<double>(ms) / 1000; };
  const double covered = seconds(last.at - first.at);
  const double average = covered / static_cast<double>(samples.size() - 1);
  // An edge that is near is taken to be reached; beyond a farther one the series may have begun or ended.
  const auto reached = [average](double gap) { return gap < average * 1.1 ? gap : average / 2; };
  double before = reached(seconds(first.at - (now - window.count())));
  // A counter was never below zero: it cannot have grown for longer than back to there.
  if (grown > 0 && first.value >= 0) before = std::min(before, covered * (first.value / grown));
  double factor = (covered + before + reached(seconds(now - last.at))) / covered;
  if (growth == Growth::by_second) factor /= seconds(window.count());
  return grown * factor;
}

}  // namespace objectos::metrics
