#include <cmath>

#include "catch.hpp"
#include "metrics/alert_window.hpp"

namespace {

using namespace objectos;
using metrics::AlertSample;
using metrics::Growth;

constexpr std::int64_t minute = 60'000;
constexpr std::int64_t begin = 1'700'000'000'000;

/// Samples a minute apart; the last one is taken now.
struct Window {
  explicit Window(Millis length) : window(length) {}
  void take(double value) {
    now += minute;
    metrics::take_sample(samples, now, value, window);
  }
  double increase() const { return metrics::growth_of(samples, now, window, Growth::in_all).value_or(-1); }
  Millis window;
  std::int64_t now = begin;
  std::vector<AlertSample> samples;
};

}  // namespace

TEST_CASE("growth needs two samples in the window") {
  Window window(Millis(5 * minute));
  CHECK(window.increase() == -1);
  window.take(7);
  CHECK(window.increase() == -1);
  window.take(7);
  CHECK(window.increase() == 0);
  window.now += 4 * minute + 1;  // the first one is out
  metrics::forget_samples(window.samples, window.now, window.window);
  CHECK(window.samples.size() == 1);
  CHECK(window.increase() == -1);
}

TEST_CASE("growth is extrapolated to the window's edges, but not to where the counter was below zero") {
  Window window(Millis(5 * minute));
  for (const double value : {100.0, 101.0, 102.0, 103.0, 104.0, 105.0}) window.take(value);
  CHECK(window.samples.size() == 6);
  CHECK(window.increase() == 5);  // both edges are hit
  CHECK(metrics::growth_of(window.samples, window.now, window.window, Growth::by_second) == 5.0 / 300);
  Window half(Millis(5 * minute));
  half.take(100);
  half.take(110);
  CHECK(half.increase() == 15);  // a far edge: half a distance is added
  Window fresh(Millis(5 * minute));
  fresh.take(1);
  fresh.take(11);
  CHECK(fresh.increase() == 11);  // it began at 0, six seconds before the first sample
}

TEST_CASE("a value that falls is a reset") {
  Window window(Millis(4 * minute));
  for (const double value : {10.0, 15.0, 3.0, 4.0, 6.0}) window.take(value);
  CHECK(window.increase() == 11);  // 5 + 3 + 1 + 2
}

TEST_CASE("samples that come fast are thinned, and no reset between them is lost") {
  const Millis window(60 * minute);
  std::vector<AlertSample> samples;
  std::int64_t now = begin;
  double value = 0, grown = 0;
  for (int i = 0; i < 36'000; ++i) {  // every 100 ms
    now += 100;
    const bool resets = i % 100 == 99;
    value = resets ? 0 : value + 1;
    grown += resets ? 0 : 1;
    metrics::take_sample(samples, now, value, window);
  }
  CHECK(samples.size() <= metrics::samples_in_window + 2);
  CHECK(samples.back().at == now);
  CHECK(std::fabs(*metrics::growth_of(samples, now, window, Growth::in_all) - grown) <= grown * 0.02);
}

TEST_CASE("samples of a future that was set back are forgotten") {
  Window window(Millis(5 * minute));
  window.take(1);
  window.take(2);
  window.now -= 90'000;
  metrics::take_sample(window.samples, window.now, 3, window.window);
  CHECK(window.samples.size() == 1);
  CHECK(window.samples[0].value == 3);
}
