// Handles over a store that is away for a while, and the kernel's own metrics.
#include <chrono>
#include <thread>

#include "capture_stderr.hpp"
#include "catch.hpp"
#include "objectos/kernel.hpp"
#include "objectos/metrics.hpp"
#include "thrown.hpp"

using namespace objectos;

namespace {

/// A store in memory that can be away.
class Away final : public MetricsStore {
 public:
  std::string name() const override { return "away"; }
  std::optional<MetricFamily> family(std::string_view name) override { return there().family(name); }
  void declare(const Declare& change) override { there().declare(change); }
  bool record(std::span<MetricChange> changes) override { return there().record(changes); }
  void read(const Glob& names, MetricsVisitor& visitor) override { there().read(names, visitor); }
  std::size_t reset(const Glob& names) override { return there().reset(names); }
  std::size_t remove(const Glob& names) override { return there().remove(names); }

  bool is_away = false;

 private:
  MetricsStore& there() {
    if (is_away) throw Error(Errc::unavailable, Message("test.away", "away"));
    return *store_;
  }
  std::shared_ptr<MetricsStore> store_ = memory_metrics();
};

double value_of(const Metrics& metrics, std::string_view name) {
  return metrics.get_metric(name).at(0).value;
}

}  // namespace

TEST_CASE("handles keep what a store that is away could not take", "[metrics]") {
  auto store = std::make_shared<Away>();
  Metrics metrics(store);
  const CounterHandle hits = metrics.counter("hits");
  const GaugeHandle depth = metrics.gauge("depth"), other = metrics.gauge("other");
  const HistogramHandle wait = metrics.histogram("wait");
  other.set(1);
  metrics.flush();
  store->is_away = true;
  for (int i = 0; i < 3; ++i) {
    hits.increment();
    depth.set(10);
    depth.increment(i);
    other.increment();
    wait.observe(i);
    CHECK(thrown_code([&] { metrics.flush(); }) == "unavailable");
  }
  hits.increment();
  depth.increment();
  wait.observe(3);
  store->is_away = false;
  CHECK(value_of(metrics, "hits") == 4);
  CHECK(value_of(metrics, "depth") == 13);
  CHECK(value_of(metrics, "other") == 4);
  const Metric waited = metrics.get_metric("wait").at(0);
  CHECK(waited.count == 4);
  CHECK(waited.sum == 6);
}

TEST_CASE("handles: the end of Metrics says so if the store does not take the rest", "[metrics]") {
  auto store = std::make_shared<Away>();
  auto metrics = std::make_unique<Metrics>(store);
  const CounterHandle hits = metrics->counter("hits");
  hits.increment();
  store->is_away = true;
  const CaptureStderr stderr_;
  metrics.reset();
  const std::string said = stderr_.text();
  CHECK(said.find("what handles have recorded is lost: away") != said.npos);
}

TEST_CASE("handles: a thread that comes after another has its cell, and loses nothing of it", "[metrics]") {
  Metrics metrics(memory_metrics());
  const CounterHandle hits = metrics.counter("hits");
  for (int i = 0; i < 300; ++i) std::thread([&] { hits.increment(); }).join();
  CHECK(value_of(metrics, "hits") == 300);
}

namespace {

struct Asking : Plugin {
  std::string name() const override { return "asking"; }
  std::string version() const override { return "1"; }
  void init(PluginContext& context) override {
    for (int i = 0; i < 3; ++i) context.hook("something", [](const Value&) {});
    context_ = &context;
  }
  void start(PluginContext& context) override {
    for (int i = 0; i < 5; ++i) context.get_service<Metrics>("metrics");
    CHECK_THROWS(context.get_service<Metrics>("nobody"));
    context.trigger("something");
  }
  PluginContext* context_ = nullptr;
};

struct Early : Plugin {
  std::string name() const override { return "early"; }
  std::string version() const override { return "1"; }
};

}  // namespace

TEST_CASE("the kernel's own work is measured, also what came before the metrics", "[metrics]") {
  ObjectOS os(Config::parse(R"({"metrics": {"backend": "memory"}})"));
  os.register_plugin(std::make_unique<Early>());
  os.register_plugin(std::make_unique<MetricsPlugin>());
  os.register_plugin(std::make_unique<Asking>());
  os.start();
  const auto metrics = os.get_service<Metrics>("metrics");
  for (const char* name : {"plugin.load.duration", "plugin.enable.duration"}) {
    for (const char* plugin : {"early", "metrics", "asking"}) {
      const Metric took = metrics->get_metric(name, {{"plugin", plugin}}).at(0);
      CHECK(took.count == 1);
      CHECK(took.sum < 10);
    }
  }
  CHECK(metrics->get_metric("service.calls.total", {{"service", "metrics"}}).at(0).value == 6);
  CHECK(metrics->get_metric("service.calls.total").at(0).value == 6);
  CHECK(metrics->get_metric("hook.execution.duration", {{"event", "something"}}).at(0).count == 3);
  CHECK(lint_metrics(metrics->export_prometheus(), MetricsFormat::prometheus).empty());
  CHECK(lint_metrics(metrics->export_openmetrics(), MetricsFormat::openmetrics).empty());
}

TEST_CASE("the kernel's own work is not measured if that was said", "[metrics]") {
  ObjectOS os(Config::parse(R"({"metrics": {"backend": "memory", "track_built_in_metrics": false}})"));
  os.register_plugin(std::make_unique<MetricsPlugin>());
  os.start();
  CHECK(os.get_service<Metrics>("metrics")->families().empty());
}

TEST_CASE("the metrics plugin flushes at its end", "[metrics]") {
  ObjectOS os(Config::parse(R"({"metrics": {"backend": "memory"}})"));
  os.register_plugin(std::make_unique<MetricsPlugin>());
  os.start();
  const auto metrics = os.get_service<Metrics>("metrics");
  metrics->counter("hits").increment(2);
  os.stop();
  Metrics same(std::shared_ptr<MetricsStore>(metrics, &metrics->store()));
  CHECK(value_of(same, "hits") == 2);
}

TEST_CASE("the metrics plugin flushes by itself, again and again", "[metrics]") {
  ObjectOS os(Config::parse(R"({"metrics": {"backend": "memory"}})"));
  os.register_plugin(std::make_unique<MetricsPlugin>());
  os.start();
  const auto metrics = os.get_service<Metrics>("metrics");
  const CounterHandle hits = metrics->counter("hits");
  Metrics other(std::shared_ptr<MetricsStore>(metrics, &metrics->store()));  // flushes nothing of ours
  for (int n = 1; n <= 2; ++n) {
    hits.increment();
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (value_of(other, "hits") < n && std::chrono::steady_clock::now() < deadline) std::this_thread::yield();
    CHECK(value_of(other, "hits") == n);
  }
}
