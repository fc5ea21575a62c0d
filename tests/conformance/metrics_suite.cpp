#include <atomic>
#include <cmath>
#include <latch>
#include <limits>
#include <thread>

#include "capture_stderr.hpp"
#include "metrics_suite_parts.hpp"

namespace conformance {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

void an_empty_store_is_empty(MetricsFixture& fixture) {
  Metrics metrics(fixture.open());
  CHECK(metrics.get_metric("absent").empty());
  CHECK_FALSE(metrics.family("absent"));
  CHECK(metrics.families().empty());
  CHECK(metrics.reset() == 0);
  CHECK(metrics.remove(Glob()) == 0);
  CHECK(metrics.export_prometheus().empty());
  CHECK(metrics.export_openmetrics() == "# EOF\n");
  CHECK(state(metrics) == "[]\n");
}

void a_counter_counts(MetricsFixture& fixture) {
  Metrics metrics(fixture.open());
  CHECK(metrics.increment_counter("hits") == 1);
  CHECK(metrics.increment_counter("hits", 0.5) == 1.5);
  CHECK(metrics.increment_counter("hits", 0) == 1.5);
  CHECK(value_of(metrics, "hits") == 1.5);
}

void a_counter_only_grows(MetricsFixture& fixture) {
  Metrics metrics(fixture.open());
  metrics.increment_counter("hits");
  const std::string before = state(metrics);
  for (const double by : {-1.0, -1e-300, std::nan(""), infinity, -infinity})
    CHECK(thrown_code([&] { metrics.increment_counter("hits", by); }) == "usage");
  CHECK(state(metrics) == before);
}

void a_gauge_is_set_and_moved(MetricsFixture& fixture) {
  Metrics metrics(fixture.open());
  CHECK(metrics.set_gauge("depth", 7) == 7);
  CHECK(metrics.increment_gauge("depth", 2) == 9);
  CHECK(metrics.decrement_gauge("depth", 10) == -1);
  CHECK(metrics.increment_gauge("fresh", -3) == -3);
  for (const double value :
       {infinity, -infinity, 5e-324, 1.7976931348623157e308, 0.1 + 0.2, -0.0, 1e-7, 1e21}) {
    CHECK(metrics.set_gauge("depth", value) == value);
    CHECK(value_of(metrics, "depth") == value);
  }
  CHECK(std::isnan(metrics.set_gauge("depth", std::nan(""))));
  CHECK(std::isnan(value_of(metrics, "depth")));
  CHECK(std::isnan(metrics.increment_gauge("depth", 1)));
  CHECK(metrics.set_gauge("depth", 3) == 3);
}

void a_histogram_keeps_exact_buckets(MetricsFixture& fixture) {
  Metrics metrics(fixture.open());
  metrics.declare({"size", MetricType::histogram, {}, {}, {}, {-1, 0, 1, 10}});
  metrics.record_histogram("size", std::vector<double>{-5, -1, -0.5, 0, 0.5, 1, 1.5, 10, 10.5, infinity});
  const Metric size = metrics.get_metric("size").at(0);
  CHECK(size.count == 10);
  CHECK(size.sum == infinity);
  CHECK(size.buckets ==
        std::vector<std::pair<double, std::uint64_t>>{{-1, 2}, {0, 4}, {1, 6}, {10, 8}, {infinity, 10}});
  CHECK(thrown_code([&] { metrics.record_histogram("size", std::nan("")); }) == "usage");
  CHECK(count_of(metrics, "size") == 10);
}

void quantiles_are_off_by_no_more_than_promised(MetricsFixture& fixture) {
  Metrics metrics(fixture.open());
  std::vector<double> values;
  for (int i = 1; i <= 500; ++i) values.push_back(std::exp(i * 0.05 - 10));
  metrics.record_histogram("latency", values);
  const Metric latency = metrics.get_metric("latency").at(0);
  for (const double q : {0.0, 0.002, 0.1, 0.5, 0.9, 0.99, 1.0}) {
    const double exact = values[static_cast<std::size_t>(std::max(1.0, std::ceil(q * 500))) - 1];
    CHECK(std::fabs(*latency.quantile(q) - exact) <= 0.011 * exact);
  }
}

void the_order_of_labels_means_nothing(MetricsFixture& fixture) {
  Metrics metrics(fixture.open());
  metrics.increment_counter("hits", 1, {{"a", "1"}, {"b", "2"}});
  metrics.increment_counter("hits", 1, {{"b", "2"}, {"a", "1"}});
  metrics.increment_counter("hits", 5, {{"a", "1"}, {"b", ""}});
  CHECK(value_of(metrics, "hits") == 7);
  CHECK(value_of(metrics, "hits", {{"b", "2"}}) == 2);
  CHECK(value_of(metrics, "hits", {{"a", "1"}}) == 7);
  CHECK(metrics.get_metric("hits", {{"a", "2"}}).empty());
}

void hostile_values_come_back(MetricsFixture& fixture) {
  Metrics metrics(fixture.open());
  const std::vector<std::string> hostile = {"\"",
                                            "\\",
                                            "\\n",
                                            "\n",
                                            "a,b=\"c\"",
                                            "}",
                                            "#",
                                            " ",
                                            "\xF0\x9F\x98\x80",
                                            std::string("\0x", 2),
                                            std::string(1000, '\\')};
  for (const std::string& text : hostile) metrics.increment_counter("hits", 1, {{"k", text}, {"l", text}});
  for (const std::string& text : hostile) {
    const auto series = metrics.get_metric("hits", {{"k", text}});
    REQUIRE(series.size() == 1);
    CHECK(series[0].value == 1);
    CHECK(series[0].labels == Labels{{"k", text}, {"l", text}});
  }
}

void a_contradiction_changes_nothing(MetricsFixture& fixture) {
  Metrics metrics(fixture.open());
  metrics.increment_counter("c", 1, {{"kind", "io"}});
  metrics.record_histogram("h", 1);
  const std::string before = state(metrics);
  CHECK(thrown([&] { metrics.set_gauge("c", 1, {{"kind", "io"}}); }) == "data: c is a counter, not a gauge");
  CHECK(thrown([&] { metrics.increment_counter("c"); }) == "data: the labels of c are kind, not none");
  CHECK(thrown([&] {
          metrics.increment_counter("c", 1, {{"king", "io"}});
        }) == "data: the labels of c are kind, not king");
  CHECK(thrown_code([&] { metrics.record_histogram("c", 1); }) == "data");
  CHECK(thrown_code([&] { metrics.increment_counter("h"); }) == "data");
  CHECK(thrown_code([&] { metrics.declare({"h", MetricType::histogram, {}, {}, {}, {1, 2}}); }) == "data");
  CHECK(thrown_code([&] {
          metrics.declare({"c", MetricType::counter, {}, {}, std::vector<std::string>{"x"}, {}});
        }) == "data");
  CHECK(state(metrics) == before);
}

void names_that_would_be_exported_as_one_are_refused(MetricsFixture& fixture) {
  Metrics metrics(fixture.open());
  metrics.increment_counter("server.cost");
  metrics.record_histogram("wait", 1);
  metrics.set_gauge("x.total", 1);
  const std::string before = state(metrics);
  for (const char* name : {"server_cost", "server-cost", "server_cost_total", "server.cost.created",
                           "wait_sum", "wait.bucket", "wait_count"}) {
    const std::string error = thrown([&] { metrics.set_gauge(name, 1); });
    CHECK(error.starts_with("data: "));
    CHECK(error.find(name) != error.npos);
  }
  CHECK(thrown_code([&] { metrics.increment_counter("x"); }) == "data");
  CHECK(thrown_code([&] { metrics.increment_counter("wait_total"); }) == "data");
  CHECK(thrown_code([&] { metrics.increment_counter("y", 1, {{"a.b", "1"}, {"a_b", "2"}}); }) == "data");
  CHECK(state(metrics) == before);
}

void a_group_is_stored_whole_or_not_at_all(MetricsFixture& fixture) {
  Metrics metrics(fixture.open());
  metrics.set_gauge("g", 1);
  Metrics::Group good(metrics);
  good.increment_counter("c", 2);
  good.set_gauge("g", 5);
  good.observe("h", std::vector<double>{1, 2, 3});
  good.increment_counter("c", 3);
  CHECK(good.commit() == std::vector<double>{2, 5, 0, 5});
  const std::string before = state(metrics);
  Metrics::Group bad(metrics);
  bad.increment_counter("c", 1);
  bad.set_gauge("h", 1);
  CHECK(thrown_code([&] { bad.commit(); }) == "data");
  Metrics::Group two_types(metrics);
  two_types.increment_counter("new", 1);
  two_types.set_gauge("new", 1);
  CHECK(thrown_code([&] { two_types.commit(); }) == "data");
  CHECK(state(metrics) == before);
}

void many_changes_are_recorded_whole_or_not_at_all(MetricsFixture& fixture) {
  const auto store = fixture.open();
  Metrics metrics(store);
  const MetricFamily counter{"c", MetricType::counter, {}, {}, std::vector<std::string>{"k"}, {}};
  const MetricFamily gauge{"g", MetricType::gauge, {}, {}, std::vector<std::string>{}, {}};
  const MetricFamily histogram{"h", MetricType::histogram, {}, {}, std::vector<std::string>{"k"}, {1}};
  const std::vector<MetricFamily> families = {counter, gauge, histogram};
  const auto give = [&](const MetricsStore::TakeChanges& take) {
    for (int i = 0; i < 300; ++i) {
      const std::string labels = "k=\"" + std::to_string(i % 100) + "\"";  // gone after the piece
      std::vector<MetricChange> piece = {
          {&families[0], labels, MetricChange::Kind::add, 2, {}},
          {&families[1], "", MetricChange::Kind::set, static_cast<double>(i), {}},
          {&families[2], labels, MetricChange::Kind::observe, 0, {0, 5, 1, 0.5}},
          {&families[2], labels, MetricChange::Kind::observe, 0, {1, slot_unknown, 2, 4}}};
      take(piece);
    }
  };
  CHECK_FALSE(store->record_many(families, give));
  CHECK(state(metrics) == "[]\n");
  for (const MetricFamily& family : families) metrics.declare(family);
  CHECK(store->record_many(families, give));
  CHECK(store->record_many({}, [](const auto&) {}));
  CHECK(metrics.families(Glob("c")).at(0).second == 100);
  CHECK(value_of(metrics, "c") == 600);
  CHECK(value_of(metrics, "c", {{"k", "99"}}) == 6);
  CHECK(value_of(metrics, "g") == 299);
  CHECK(count_of(metrics, "h") == 900);
  const std::string before = state(metrics);
  const auto stop = [&](const MetricsStore::TakeChanges& take) {
    give(take);
    throw Error(Errc::data, Message("test.stop", "stopped"));
  };
  CHECK(thrown([&] { store->record_many(families, stop); }) == "data: stopped");
  CHECK(state(metrics) == before);
  std::vector<MetricFamily> others = families;
  others[2].bounds = {2};
  CHECK_FALSE(store->record_many(others, [&](const auto& take) {
    MetricChange changes[] = {{&others[0], "k=\"1\"", MetricChange::Kind::add, 1, {}},
                              {&others[2], "k=\"1\"", MetricChange::Kind::observe, 0, {0, 5, 1, 1}}};
    take(changes);
  }));
  CHECK(state(metrics) == before);
}

/// Adds series in one step: from number `first` up to below `end`.
void add_series(MetricsStore& store, const MetricFamily& family, int first, int end) {
  CHECK(store.record_many({&family, 1}, [&](const MetricsStore::TakeChanges& take) {
    for (int i = first; i < end; ++i) {
      const std::string labels = "k=\"" + std::to_string(i) + "\"";
      const bool is_histogram = family.type == MetricType::histogram;
      MetricChange change{&family,
                          labels,
                          is_histogram ? MetricChange::Kind::observe : MetricChange::Kind::add,
                          1,
                          {0, 0, 1, 1}};
      take({&change, 1});
    }
  }));
}

/// In steps that no sentinel takes for a server that has died.
void add_ten_thousand(MetricsStore& store, const MetricFamily& family) {
  for (int i = 0; i < 10'000; i += 1000) add_series(store, family, i, i + 1000);
}

void a_family_of_too_many_series_is_told_of_once(MetricsFixture& fixture) {
  const auto store = fixture.open();
  Metrics metrics(store), other(fixture.open());
  for (const MetricType type : {MetricType::counter, MetricType::histogram}) {
    const std::string name = type == MetricType::counter ? "hits" : "waits";
    const bool is_histogram = type == MetricType::histogram;
    MetricFamily family{name, type, {}, {}, std::vector<std::string>{"k"}, {}};
    if (is_histogram) family.bounds = {1};
    metrics.declare(family);
    const auto use = [&](Metrics& by, const char* value) {
      if (is_histogram) {
        by.record_histogram(name, 0.5, {{"k", value}});
      } else {
        by.increment_counter(name, 1, {{"k", value}});
      }
    };
    CaptureStderr told;
    const std::string warning = "objectos: warning: metrics: " + name +
                                " has more than 10000 series: does one of its labels take any value?\n";
    use(other, "0");
    use(metrics, "1");
    add_ten_thousand(*store, family);
    use(other, "2");
    CHECK(told.text().empty());
    use(other, "one too many");
    CHECK(told.text() == warning);
    use(other, "one too many");
    use(metrics, "one more");
    add_series(*store, family, 9'990, 10'100);
    CHECK(told.text() == warning);
    // Who comes across it in one step, and again when all begins anew.
    metrics.remove(Glob(name));
    metrics.declare(family);
    add_ten_thousand(*store, family);
    CHECK(told.text() == warning);
    add_series(*store, family, 9'500, 10'002);
    CHECK(told.text() == warning + warning);
  }
}

void a_declaration_puts_zeros_out(MetricsFixture& fixture) {
  Metrics metrics(fixture.open());
  metrics.declare({"c", MetricType::counter, "How many.", "items", {}, {}},
                  {{{"kind", "io"}}, {{"kind", "net"}}});
  metrics.declare({"h", MetricType::histogram, {}, {}, {}, {1}}, {{}});
  CHECK(value_of(metrics, "c") == 0);
  CHECK(metrics.family("c")->help == "How many.");
  CHECK(metrics.family("c")->unit == "items");
  CHECK(metrics.family("c")->labels == std::vector<std::string>{"kind"});
  CHECK(metrics.families().at(0).second == 2);
  CHECK(metrics.get_metric("h").at(0).buckets ==
        std::vector<std::pair<double, std::uint64_t>>{{1, 0}, {infinity, 0}});
  metrics.increment_counter("c", 4, {{"kind", "io"}});
  metrics.record_histogram("h", 0.5);
  metrics.declare({"c", MetricType::counter, "Better.", {}, {}, {}}, {{{"kind", "io"}}});
  CHECK(value_of(metrics, "c") == 4);
  CHECK(metrics.family("c")->help == "Better.");
  CHECK(metrics.family("c")->unit == "items");
  CHECK(count_of(metrics, "h") == 1);
}

void the_first_use_decides_what_a_declaration_left_open(MetricsFixture& fixture) {
  Metrics metrics(fixture.open());
  metrics.declare({"c", MetricType::counter, "How many.", {}, {}, {}});
  CHECK_FALSE(metrics.family("c")->labels);
  metrics.increment_counter("c", 1, {{"kind", "io"}});
  CHECK(metrics.family("c")->labels == std::vector<std::string>{"kind"});
  CHECK(thrown_code([&] { metrics.increment_counter("c"); }) == "data");
  CHECK(metrics.family("c")->help == "How many.");
}

void reset_keeps_series(MetricsFixture& fixture) {
  Metrics metrics(fixture.open());
  metrics.increment_counter("c", 3, {{"k", "1"}});
  metrics.increment_counter("c", 4, {{"k", "2"}});
  metrics.set_gauge("g", 5);
  metrics.record_histogram("h", std::vector<double>{0.001, 7, 100});
  CHECK(metrics.reset(Glob("c")) == 1);
  CHECK(value_of(metrics, "c") == 0);
  CHECK(metrics.families(Glob("c")).at(0).second == 2);
  CHECK(value_of(metrics, "g") == 5);
  CHECK(metrics.reset() == 3);
  CHECK(value_of(metrics, "g") == 0);
  const auto h = metrics.get_metric("h");
  REQUIRE(h.size() == 1);
  CHECK(h[0].count == 0);
  CHECK(h[0].sum == 0);
  metrics.record_histogram("h", 7);
  CHECK(count_of(metrics, "h") == 1);
}

void what_is_removed_may_come_again_as_another(MetricsFixture& fixture) {
  Metrics metrics(fixture.open());
  metrics.increment_counter("a.one", 1, {{"k", "v"}});
  metrics.record_histogram("a.two", 1);
  metrics.set_gauge("b", 1);
  CHECK(metrics.remove(Glob("a.*")) == 2);
  CHECK(metrics.remove(Glob("a.*")) == 0);
  CHECK(metrics.get_metric("a.one").empty());
  metrics.set_gauge("a.one", 9);
  metrics.record_histogram("a.two", 2, {{"k", "v"}});
  CHECK(value_of(metrics, "a.one") == 9);
  CHECK(count_of(metrics, "a.two") == 1);
  CHECK(value_of(metrics, "b") == 1);
}

void families_and_series_come_in_order(MetricsFixture& fixture) {
  Metrics metrics(fixture.open());
  for (const char* name : {"b", "a.b", "a", "B", "\xC3\xA4", "a0"}) {
    for (const char* value : {"2", "10", "1"}) metrics.increment_counter(name, 1, {{"k", value}});
  }
  std::vector<std::string> names;
  for (const MetricReport& report : metrics.get_metrics()) {
    names.push_back(report.family.name);
    std::vector<std::string> values;
    for (const Metric& series : report.series) values.push_back(series.labels.at(0).second);
    CHECK(values == std::vector<std::string>{"1", "10", "2"});
  }
  CHECK(names == std::vector<std::string>{"B", "a", "a.b", "a0", "b", "\xC3\xA4"});
  CHECK(metrics.families(Glob("a*")).size() == 3);
  CHECK(metrics.metrics_by_type(MetricType::counter).size() == 6);
  CHECK(metrics.metrics_by_type(MetricType::gauge).empty());
}

void nothing_is_recorded_when_it_is_off(MetricsFixture& fixture) {
  const auto store = fixture.open();
  Metrics(store).increment_counter("c", 3);
  Metrics off(store, {.enabled = false, .prefix = {}, .default_labels = {}});
  CHECK(off.increment_counter("c") == 0);
  off.set_gauge("g", 1);
  off.declare({"d", MetricType::counter, {}, {}, {}, {}}, {{}});
  CHECK(off.reset() == 0);
  CHECK(off.remove(Glob()) == 0);
  CHECK(state(off) == state(Metrics(store)));
  CHECK(value_of(off, "c") == 3);
}

void no_use_is_lost_between_threads(MetricsFixture& fixture) {
  constexpr int threads = 8, rounds = 40;
  std::vector<std::unique_ptr<Metrics>> all;
  for (int i = 0; i < threads; ++i) all.push_back(std::make_unique<Metrics>(fixture.open()));
  std::latch begin(threads);
  std::atomic<int> failed{0};
  std::vector<std::thread> running;
  for (int i = 0; i < threads; ++i) {
    running.emplace_back([&, i] {
      Metrics& metrics = *all[static_cast<std::size_t>(i)];
      begin.arrive_and_wait();
      try {
        for (int n = 0; n < rounds; ++n) {
          metrics.increment_counter("c", 1, {{"k", std::to_string(n % 3)}});
          metrics.increment_gauge("g", 1);
          metrics.record_histogram("h", n);
          metrics.get_metric("c");
        }
      } catch (const Error& error) {
        if (failed++ == 0) fprintf(stderr, "%s\n", error.what());
      }
    });
  }
  for (std::thread& thread : running) thread.join();
  CHECK(failed == 0);
  CHECK(value_of(*all[0], "c") == threads * rounds);
  CHECK(value_of(*all[1], "g") == threads * rounds);
  CHECK(count_of(*all[2], "h") == threads * rounds);
}

}  // namespace

const std::vector<MetricsCase>& metrics_cases() {
  static const std::vector<MetricsCase> all = [] {
    std::vector<MetricsCase> cases = {
        METRICS_CASE(an_empty_store_is_empty),
        METRICS_CASE(a_counter_counts),
        METRICS_CASE(a_counter_only_grows),
        METRICS_CASE(a_gauge_is_set_and_moved),
        METRICS_CASE(a_histogram_keeps_exact_buckets),
        METRICS_CASE(quantiles_are_off_by_no_more_than_promised),
        METRICS_CASE(the_order_of_labels_means_nothing),
        METRICS_CASE(hostile_values_come_back),
        METRICS_CASE(a_contradiction_changes_nothing),
        METRICS_CASE(names_that_would_be_exported_as_one_are_refused),
        METRICS_CASE(a_group_is_stored_whole_or_not_at_all),
        METRICS_CASE(many_changes_are_recorded_whole_or_not_at_all),
        METRICS_CASE(a_family_of_too_many_series_is_told_of_once),
        METRICS_CASE(a_declaration_puts_zeros_out),
        METRICS_CASE(the_first_use_decides_what_a_declaration_left_open),
        METRICS_CASE(reset_keeps_series),
        METRICS_CASE(what_is_removed_may_come_again_as_another),
        METRICS_CASE(families_and_series_come_in_order),
        METRICS_CASE(nothing_is_recorded_when_it_is_off),
        METRICS_CASE(no_use_is_lost_between_threads),
    };
    for (MetricsCase& test : handle_cases()) cases.push_back(std::move(test));
    for (MetricsCase& test : alert_cases()) cases.push_back(std::move(test));
    for (MetricsCase& test : run_cases()) cases.push_back(std::move(test));
    return cases;
  }();
  return all;
}

}  // namespace conformance
