// Metrics in this process, and prometheus-cpp beside it.
//
//   metrics_bench [--operations N] WHAT
//
// WHAT            prints nanoseconds an operation: of processor time, of the clock
// lookup          a counter with two labels, looked up for each increment
// handle          the same, resolved before
// two-handles     the same handle in two threads
// histogram       a resolved histogram with the default bounds, values from 1 ms to 10 s
// peer-lookup peer-handle peer-histogram     prometheus-cpp
// export          milliseconds to export 100,000 counter series from memory, and MiB that the process grew by
// fill FILE       makes FILE a SQLite store of 100,000 counter series
#include <prometheus/counter.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <functional>
#include <latch>
#include <string>
#include <thread>
#include <vector>

#include "objectos/metrics.hpp"

namespace {

using objectos::Metrics;
std::size_t operations = 20'000'000;

double processor_ns() {
  timespec now{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e9 + static_cast<double>(now.tv_nsec);
}

struct Nanoseconds {
  double processor = 0, clock = 0;
};

/// For each operation of all threads; the best of five rounds.
Nanoseconds nanoseconds(std::size_t threads, const std::function<void(std::size_t)>& work) {
  Nanoseconds best{HUGE_VAL, HUGE_VAL};
  for (int round = 0; round < 5; ++round) {
    std::latch begin(static_cast<std::ptrdiff_t>(threads) + 1);
    std::vector<std::thread> all;
    for (std::size_t i = 0; i < threads; ++i) {
      all.emplace_back([&] {
        begin.arrive_and_wait();
        work(operations);
      });
    }
    begin.arrive_and_wait();
    const double processor = processor_ns();
    const auto start = std::chrono::steady_clock::now();
    for (std::thread& one : all) one.join();
    const std::chrono::duration<double, std::nano> took = std::chrono::steady_clock::now() - start;
    const auto all_operations = static_cast<double>(operations * threads);
    best.processor = std::min(best.processor, (processor_ns() - processor) / all_operations);
    best.clock = std::min(best.clock, took.count() / all_operations);
  }
  return best;
}

std::vector<double> durations() {
  std::vector<double> values;
  std::uint64_t state = 1;
  for (int i = 0; i < 4096; ++i) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    values.push_back(std::pow(10.0, static_cast<double>(state >> 40) / (1 << 24) * 4 - 3));
  }
  return values;
}

void fill(Metrics& metrics) {
  Metrics::Group group(metrics);
  for (int i = 0; i < 100'000; ++i) {
    const std::string path = "/items/" + std::to_string(i);
    group.increment_counter("http.requests.total", i + 0.5, {{"path", path}, {"code", "200"}});
  }
  group.commit();
}

long peak_kib() {
  rusage used{};
  ::getrusage(RUSAGE_SELF, &used);
  return used.ru_maxrss;
}

void export_all() {
  Metrics metrics(objectos::memory_metrics());
  fill(metrics);
  std::vector<double> rounds;
  std::size_t bytes = 0;
  const long before = peak_kib();
  for (int round = 0; round < 5; ++round) {
    bytes = 0;
    const auto start = std::chrono::steady_clock::now();
    metrics.write(objectos::MetricsFormat::prometheus, objectos::MetricsEscaping::underscores,
                  [&bytes](std::string_view piece) { bytes += piece.size(); });
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
    rounds.push_back(took.count());
  }
  std::sort(rounds.begin(), rounds.end());
  std::printf("%.1f\t%.2f\t%.2f\n", rounds[2], static_cast<double>(peak_kib() - before) / 1024,
              static_cast<double>(bytes) / (1 << 20));
}

int measure(const std::string& what) {
  Nanoseconds ns;
  if (what == "lookup") {
    Metrics metrics(objectos::memory_metrics());
    ns = nanoseconds(1, [&](std::size_t n) {
      for (; n > 0; --n)
        metrics.increment_counter("http.requests.total", 1, {{"method", "GET"}, {"code", "200"}});
    });
  } else if (what == "handle" || what == "two-handles") {
    Metrics metrics(objectos::memory_metrics());
    const objectos::CounterHandle counter =
        metrics.counter("http.requests.total", {{"method", "GET"}, {"code", "200"}});
    ns = nanoseconds(what == "handle" ? 1 : 2, [&](std::size_t n) {
      for (; n > 0; --n) counter.increment();
    });
  } else if (what == "histogram") {
    Metrics metrics(objectos::memory_metrics());
    const objectos::HistogramHandle histogram =
        metrics.histogram("http.duration.seconds", {{"method", "GET"}, {"code", "200"}});
    const std::vector<double> values = durations();
    ns = nanoseconds(1, [&](std::size_t n) {
      for (; n > 0; --n) histogram.observe(values[n & 4095]);
    });
  } else if (what == "peer-lookup" || what == "peer-handle") {
    prometheus::Registry registry;
    auto& family = prometheus::BuildCounter().Name("http_requests_total").Register(registry);
    auto& child = family.Add({{"method", "GET"}, {"code", "200"}});
    ns = nanoseconds(1, [&](std::size_t n) {
      if (what == "peer-handle") {
        for (; n > 0; --n) child.Increment();
      } else {
        for (; n > 0; --n) family.Add({{"method", "GET"}, {"code", "200"}}).Increment();
      }
    });
  } else if (what == "peer-histogram") {
    prometheus::Registry registry;
    const auto bounds = objectos::default_buckets();
    auto& child = prometheus::BuildHistogram()
                      .Name("http_duration_seconds")
                      .Register(registry)
                      .Add({{"method", "GET"}, {"code", "200"}},
                           prometheus::Histogram::BucketBoundaries(bounds.begin(), bounds.end()));
    const std::vector<double> values = durations();
    ns = nanoseconds(1, [&](std::size_t n) {
      for (; n > 0; --n) child.Observe(values[n & 4095]);
    });
  } else {
    return 2;
  }
  std::printf("%.2f\t%.2f\n", ns.processor, ns.clock);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<std::string> words(argv + 1, argv + argc);
  if (words.size() >= 2 && words[0] == "--operations") {
    operations = std::strtoull(words[1].c_str(), nullptr, 10);
    words.erase(words.begin(), words.begin() + 2);
  }
  if (words.size() == 1 && words[0] == "export") {
    export_all();
    return 0;
  }
  if (words.size() == 2 && words[0] == "fill") {
    const auto metrics = objectos::open_metrics("sqlite:" + words[1], objectos::Config());
    fill(*metrics);
    return 0;
  }
  return words.size() == 1 ? measure(words[0]) : 2;
}
