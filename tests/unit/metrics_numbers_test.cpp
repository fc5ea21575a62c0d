#include <cmath>
#include <cstring>
#include <limits>
#include <random>
#include <span>
#include <vector>

#include "catch.hpp"
#include "metrics/buckets.hpp"
#include "metrics/number.hpp"
#include "objectos/metrics.hpp"
#include "thrown.hpp"

using namespace objectos;
using namespace objectos::metrics;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

std::string bound(double x) {
  std::string text;
  append_bound(text, x);
  return text;
}

/// Any bit pattern, so that all magnitudes are met.
double any_double(std::mt19937_64& random) {
  double x;
  do {
    const std::uint64_t bits = random();
    std::memcpy(&x, &bits, sizeof x);
  } while (!std::isfinite(x));
  return x;
}

}  // namespace

TEST_CASE("numbers: shortest text that reads back", "[metrics]") {
  CHECK(metric_number(0) == "0");
  CHECK(metric_number(-0.0) == "-0");
  CHECK(metric_number(100000) == "100000");
  CHECK(metric_number(-1234567) == "-1234567");
  CHECK(metric_number(999999999999999) == "999999999999999");
  CHECK(metric_number(1e21) == "1e+21");
  CHECK(metric_number(0.1 + 0.2) == "0.30000000000000004");
  CHECK(metric_number(1e-7) == "1e-07");
  CHECK(metric_number(5e-324) == "5e-324");
  CHECK(metric_number(std::nan("")) == "NaN");
  CHECK(metric_number(infinity) == "+Inf");
  CHECK(metric_number(-infinity) == "-Inf");
  std::mt19937_64 random(1);
  for (int i = 0; i < 10'000; ++i) {
    const double x = any_double(random);
    REQUIRE(parse_metric_number(metric_number(x)) == x);
    REQUIRE(parse_metric_number(bound(x)) == x);
  }
}

TEST_CASE("numbers: bounds in OpenMetrics' canonical form", "[metrics]") {
  CHECK(bound(0) == "0.0");
  CHECK(bound(0.1) == "0.1");
  CHECK(bound(1) == "1.0");
  CHECK(bound(100000) == "100000.0");
  CHECK(bound(1e6) == "1e+06");
  CHECK(bound(1234567) == "1.234567e+06");
  CHECK(bound(0.0001) == "0.0001");
  CHECK(bound(1e-5) == "1e-05");
  CHECK(bound(-2.5) == "-2.5");
  CHECK(bound(infinity) == "+Inf");
}

TEST_CASE("numbers: what is read as one", "[metrics]") {
  CHECK(parse_metric_number("+1.5") == 1.5);
  CHECK(parse_metric_number("-.5") == -.5);
  CHECK(parse_metric_number("1e400") == infinity);
  CHECK(parse_metric_number("-1e-400") == 0);
  CHECK(parse_metric_number("inf") == infinity);
  CHECK(parse_metric_number("-INFINITY") == -infinity);
  CHECK(std::isnan(*parse_metric_number("NaN")));
  for (const char* text :
       {"", "+", "-", "abc", "1x", " 1", "1 ", "0x1p3", "1_000", "+-1", "--1", "1e", "-nan", "."})
    CHECK_FALSE(parse_metric_number(text));
}

TEST_CASE("buckets: a slot is off from its values by at most 1.1 %", "[metrics]") {
  std::mt19937_64 random(2);
  for (int i = 0; i < 100'000; ++i) {
    const double x = any_double(random);
    if (std::fabs(x) < 1e-300) continue;  // subnormal numbers have few digits themselves
    REQUIRE(std::fabs(slot_value(slot_of(x)) - x) <= 0.011 * std::fabs(x));
  }
  CHECK(slot_value(slot_of(0)) == 0);
  CHECK(slot_value(slot_of(infinity)) == infinity);
  CHECK(slot_value(slot_of(-infinity)) == -infinity);
}

TEST_CASE("buckets: slots are ordered as values are", "[metrics]") {
  std::mt19937_64 random(3);
  for (int i = 0; i < 100'000; ++i) {
    const double a = any_double(random), b = any_double(random);
    if (a < b) REQUIRE(slot_of(a) <= slot_of(b));
  }
  // A bound belongs to the bucket below it.
  CHECK(slot_of(1) == slot_of(std::nextafter(1, 0)));
  CHECK(slot_of(1) + 1 == slot_of(std::nextafter(1, 2)));
  CHECK(slot_of(2) - slot_of(1) == 32);
}

TEST_CASE("buckets: bounds are finite and ascending", "[metrics]") {
  CHECK(checked_bounds({1, 2, infinity}) == std::vector<double>{1, 2});
  CHECK(checked_bounds({}).empty());
  for (const std::vector<double>& bounds :
       {std::vector<double>{2, 1}, {1, 1}, {std::nan("")}, {infinity, 1}, {-infinity, 0}})
    CHECK(thrown_code([&] { checked_bounds(bounds); }) == "usage");
  CHECK(bucket_of(std::vector<double>{1, 2}, 1) == 0);
  CHECK(bucket_of(std::vector<double>{1, 2}, 1.5) == 1);
  CHECK(bucket_of(std::vector<double>{1, 2}, 3) == 2);
}

TEST_CASE("buckets: a slot that a bound cuts in two is still in order", "[metrics]") {
  Metric metric;
  for (const double value : {1.0, 1.001, 1.002}) {
    const HistogramCell cell = cell_of(std::vector<double>{1.0015}, value);
    add_cells(metric.cells, {&cell, 1});
    ++metric.count;
  }
  CHECK(metric.cells.size() == 3);
  CHECK(std::fabs(*metric.quantile(0.5) - 1.001) <= 0.011);
  CHECK_FALSE(Metric().quantile(0.5));
}

TEST_CASE("a store in memory keeps the last values, and no more of them than it was told", "[metrics]") {
  const auto metrics =
      open_metrics(Config::parse(R"({"metrics": {"backend": "memory", "max_histogram_observations": 3}})"));
  const std::vector<double> values = {1, 2, 3, 4, 5};
  metrics->record_histogram("wait", std::span(values).first(2));
  CHECK(metrics->get_metric("wait").at(0).samples == std::vector<double>{1, 2});
  for (const double value : {3.0, 4.0}) metrics->record_histogram("wait", value);
  CHECK(metrics->get_metric("wait").at(0).samples == std::vector<double>{2, 3, 4});
  metrics->record_histogram("wait", values);
  CHECK(metrics->get_metric("wait").at(0).samples == std::vector<double>{3, 4, 5});
  CHECK(metrics->get_metric("wait").at(0).count == 9);
  metrics->reset();
  CHECK(metrics->get_metric("wait").at(0).samples.empty());
  Metrics none(memory_metrics());
  none.record_histogram("wait", 1);
  CHECK(none.get_metric("wait").at(0).samples.empty());
}
