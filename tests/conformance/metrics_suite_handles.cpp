// Handles: what they record reaches the store whole, and once.
#include <atomic>
#include <cmath>
#include <random>
#include <thread>

#include "metrics_suite_parts.hpp"

namespace conformance {
namespace {

void a_handle_counts_in_this_process_until_it_is_flushed(MetricsFixture& fixture) {
  auto shared = fixture.open();
  Metrics mine(shared), other(shared);
  const CounterHandle hits = mine.counter("hits", {{"kind", "io"}});
  CHECK(value_of(other, "hits") == 0);  // it has appeared
  hits.increment();
  mine.counter("hits", {{"kind", "io"}}).increment(2.5);  // the same one
  CHECK(value_of(other, "hits") == 0);
  CHECK(value_of(mine, "hits") == 3.5);
  CHECK(value_of(other, "hits") == 3.5);
  hits.increment();
  mine.flush();
  mine.flush();
  CHECK(value_of(other, "hits") == 4.5);
  CHECK(mine.increment_counter("hits", 1, {{"kind", "io"}}) == 5.5);
}

void the_end_of_metrics_flushes_their_handles(MetricsFixture& fixture) {
  auto shared = fixture.open();
  auto mine = std::make_unique<Metrics>(shared);
  const CounterHandle hits = mine->counter("hits");
  const GaugeHandle depth = mine->gauge("depth");
  const HistogramHandle wait = mine->histogram("wait");
  hits.increment();
  depth.set(7);
  wait.observe(1);
  mine.reset();
  for (int i = 0; i < 3; ++i) {
    hits.increment();
    depth.set(9);
    wait.observe(2);
  }
  Metrics metrics(shared);
  CHECK(value_of(metrics, "hits") == 1);
  CHECK(value_of(metrics, "depth") == 7);
  CHECK(count_of(metrics, "wait") == 1);
}

void a_gauge_s_handle_sets_and_adds(MetricsFixture& fixture) {
  auto shared = fixture.open();
  Metrics mine(shared), other(shared);
  const GaugeHandle depth = mine.gauge("depth");
  depth.increment(3);
  depth.decrement();
  other.set_gauge("depth", 10);
  CHECK(value_of(mine, "depth") == 12);  // what is added is added to what others have set
  depth.set(5);
  depth.increment();
  CHECK(value_of(mine, "depth") == 6);
  other.set_gauge("depth", 1);
  CHECK(value_of(mine, "depth") == 1);  // nothing new of ours
  depth.set(std::nan(""));
  CHECK(std::isnan(value_of(mine, "depth")));
}

void a_histogram_s_handle_puts_values_where_record_does(MetricsFixture& fixture) {
  Metrics metrics(fixture.open());
  metrics.declare({"a", MetricType::histogram, {}, {}, {}, {-1, 0, 0.5, 3}});
  metrics.declare({"b", MetricType::histogram, {}, {}, {}, {-1, 0, 0.5, 3}});
  const HistogramHandle handle = metrics.histogram("a");
  std::mt19937_64 random(5);
  std::vector<double> values = {0, -0.0, 0.5, 3, -1, 5e-324, 1.7976931348623157e308, -2.5e-310};
  for (int i = 0; i < 500; ++i)
    values.push_back(
        std::ldexp(1.0 + static_cast<double>(random() % 1024) / 1024, static_cast<int>(random() % 40) - 20));
  for (const double value : values) handle.observe(value);
  metrics.record_histogram("b", values);
  const auto a = metrics.get_metric("a").at(0), b = metrics.get_metric("b").at(0);
  CHECK(a.count == values.size());
  CHECK(a.buckets == b.buckets);
  REQUIRE(a.cells.size() == b.cells.size());
  for (std::size_t i = 0; i < a.cells.size(); ++i) {
    CHECK(a.cells[i].slot == b.cells[i].slot);
    CHECK(a.cells[i].count == b.cells[i].count);
    CHECK(a.cells[i].sum == Approx(b.cells[i].sum));
  }
  CHECK(thrown_code([&] { handle.observe(std::nan("")); }) == "usage");
}

void handles_lose_nothing_between_threads(MetricsFixture& fixture) {
  constexpr int threads = 80, rounds = 1000;  // more threads than have a cell of their own
  Metrics metrics(fixture.open());
  const CounterHandle hits = metrics.counter("hits");
  const GaugeHandle depth = metrics.gauge("depth");
  const HistogramHandle wait = metrics.histogram("wait");
  std::atomic<int> at_work{threads};
  std::vector<std::thread> running;
  for (int i = 0; i < threads; ++i) {
    running.emplace_back([&] {
      for (int n = 0; n < rounds; ++n) {
        hits.increment();
        depth.increment();
        wait.observe(n % 7);
      }
      --at_work;
    });
  }
  while (at_work > 0) metrics.flush();
  for (std::thread& thread : running) thread.join();
  CHECK(value_of(metrics, "hits") == threads * rounds);
  CHECK(value_of(metrics, "depth") == threads * rounds);
  CHECK(count_of(metrics, "wait") == threads * rounds);
}

void handles_of_what_was_removed_begin_anew_or_end(MetricsFixture& fixture) {
  auto shared = fixture.open();
  Metrics mine(shared), other(shared);
  const CounterHandle hits = mine.counter("hits"), misses = mine.counter("misses");
  const HistogramHandle wait = mine.histogram("wait");
  hits.increment(5);
  mine.reset();
  CHECK(value_of(mine, "hits") == 0);
  hits.increment(2);
  mine.remove(Glob("hits"));
  CHECK(mine.get_metric("hits").empty());
  hits.increment();
  CHECK(value_of(mine, "hits") == 1);
  // Others have made something else of two of the names: the third does not suffer.
  other.remove(Glob());
  other.set_gauge("hits", 8);
  other.declare({"wait", MetricType::histogram, {}, {}, {}, {1, 2}}, {{}});
  const std::string before = state(other);
  hits.increment();
  wait.observe(1);
  mine.flush();
  CHECK(state(other) == before);
  misses.increment();
  hits.increment();
  mine.flush();
  CHECK(value_of(other, "hits") == 8);
  CHECK(value_of(other, "misses") == 1);
  CHECK(thrown_code([&] { mine.counter("hits"); }) == "data");
  // Who asks again is heard.
  mine.histogram("wait").observe(1.5);
  CHECK(mine.get_metric("wait").at(0).buckets[1].second == 1);
}

void a_handle_is_refused_as_a_use_is(MetricsFixture& fixture) {
  Metrics metrics(fixture.open());
  metrics.set_gauge("depth", 1);
  const std::string before = state(metrics);
  CHECK(thrown_code([&] { metrics.counter("depth"); }) == "data");
  CHECK(thrown_code([&] { metrics.gauge("depth", {{"k", "v"}}); }) == "data");
  CHECK(thrown_code([&] { metrics.histogram("1"); }) == "usage");
  CHECK(thrown_code([&] { metrics.counter("n", {{"le", "1"}}); }) == "usage");
  CHECK(state(metrics) == before);
  const CounterHandle hits = metrics.counter("hits");
  for (const double by : {-1.0, -1e-300, std::nan(""), HUGE_VAL})
    CHECK(thrown_code([&] { hits.increment(by); }) == "usage");
  CHECK(value_of(metrics, "hits") == 0);
}

void handles_record_nothing_when_it_is_off(MetricsFixture& fixture) {
  auto shared = fixture.open();
  {
    Metrics off(shared, {.enabled = false, .prefix = {}, .default_labels = {}});
    off.counter("hits").increment();
    off.gauge("depth").set(1);
    off.histogram("wait").observe(1);
    off.flush();
  }
  CHECK(Metrics(shared).families().empty());
}

/// A store may have a short way for words that it has seen: they must not mean what they meant.
void the_same_words_are_looked_at_each_time(MetricsFixture& fixture) {
  Metrics metrics(fixture.open());
  for (int i = 1; i <= 3; ++i) {
    CHECK(metrics.increment_counter("hits", 1, {{"a", "x"}, {"b", "y"}}) == 2 * i - 1);
    CHECK(metrics.increment_counter("hits", 1, {{"b", "y"}, {"a", "x"}}) == 2 * i);
    CHECK(metrics.increment_counter("hits", 1, {{"a", "xb"}, {"b", ""}}) == i);
    CHECK(metrics.set_gauge("depth", i) == i);
    metrics.record_histogram("wait", i);
    CHECK(thrown_code([&] { metrics.set_gauge("hits", 1, {{"a", "x"}, {"b", "y"}}); }) == "data");
    CHECK(thrown_code([&] { metrics.increment_counter("hits", 1, {{"a", "x"}}); }) == "data");
    CHECK(thrown_code([&] { metrics.increment_counter("hits", 1, {{"a", "x"}, {"a", "x"}}); }) == "usage");
  }
  metrics.reset();
  CHECK(metrics.increment_counter("hits", 1, {{"a", "x"}, {"b", "y"}}) == 1);
  metrics.remove(Glob("hits"));
  metrics.remove(Glob("wait"));
  CHECK(metrics.set_gauge("hits", 4, {{"a", "x"}, {"b", "y"}}) == 4);
  CHECK(thrown_code([&] { metrics.increment_counter("hits", 1, {{"a", "x"}, {"b", "y"}}); }) == "data");
  metrics.declare({"wait", MetricType::histogram, {}, {}, {}, {10}});
  for (int i = 0; i < 3; ++i) metrics.record_histogram("wait", 5);
  CHECK(metrics.get_metric("wait").at(0).buckets[0].second == 3);
}

}  // namespace

std::vector<MetricsCase> handle_cases() {
  return {
      METRICS_CASE(a_handle_counts_in_this_process_until_it_is_flushed),
      METRICS_CASE(the_end_of_metrics_flushes_their_handles),
      METRICS_CASE(a_gauge_s_handle_sets_and_adds),
      METRICS_CASE(a_histogram_s_handle_puts_values_where_record_does),
      METRICS_CASE(handles_lose_nothing_between_threads),
      METRICS_CASE(handles_of_what_was_removed_begin_anew_or_end),
      METRICS_CASE(a_handle_is_refused_as_a_use_is),
      METRICS_CASE(handles_record_nothing_when_it_is_off),
      METRICS_CASE(the_same_words_are_looked_at_each_time),
  };
}

}  // namespace conformance
