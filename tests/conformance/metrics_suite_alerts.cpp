// Alerts, and what a store keeps for them.
#include <atomic>
#include <cmath>
#include <latch>
#include <thread>

#include "manual_clock.hpp"
#include "metrics_suite_parts.hpp"
#include "objectos/metrics_alerts.hpp"

namespace conformance {
namespace {

using Way = Alerts::Way;
using Value = AlertRule::Value;

constexpr std::int64_t minute = 60'000;

AlertRule rule(std::string name, std::string metric, Value value = Value::itself, double threshold = 0) {
  AlertRule made;
  made.name = std::move(name);
  made.metric = std::move(metric);
  made.value = value;
  made.threshold = threshold;
  return made;
}

/// Metrics, a clock, and checks over them.
struct Watch {
  Watch(MetricsFixture& fixture, std::vector<AlertRule> rules)
      : metrics(std::make_shared<Metrics>(fixture.open())), alerts(metrics, std::move(rules), clock) {}

  /// "NAME{k=v} STATE VALUE" for each alert of a check, a minute after the last one.
  std::string check() {
    clock.now += minute;
    return text(alerts.check().alerts);
  }
  /// The same of what is said.
  std::string said(Way way = Way::print) {
    clock.now += minute;
    std::vector<Alert> all;
    alerts.check(way, [&](std::span<const AlertNews> news) {
      for (const AlertNews& item : news) all.push_back(item.alert);
    });
    return text(all);
  }
  static std::string text(const std::vector<Alert>& all) {
    std::string out;
    for (const Alert& alert : all) {
      if (!out.empty()) out += "; ";
      out += alert.name;
      for (const auto& [name, value] : alert.labels) out += " " + name + "=" + value;
      out += " " + std::string(alert_state_name(alert.state)) + " " + metric_number(alert.value);
    }
    return out;
  }

  ManualClock clock;
  std::shared_ptr<Metrics> metrics;
  Alerts alerts;
};

void notes_of_alerts_are_kept_by_version(MetricsFixture& fixture) {
  const auto one = fixture.open(), other = fixture.open();
  CHECK(one->alert_notes().version == 0);
  CHECK(one->alert_notes().texts.empty());
  const std::string odd("\0 \"'\\\n\xF0\x9F\x98\x80%s", 13);
  CHECK(one->note_alerts(0, {{"a", "1"}, {odd, odd}}));
  CHECK_FALSE(other->note_alerts(0, {{"a", "2"}}));
  AlertNotes notes = other->alert_notes();
  CHECK(notes.version != 0);
  CHECK(notes.texts == AlertChanges{{"a", "1"}, {odd, odd}});
  CHECK(other->note_alerts(notes.version, {{"a", ""}, {"b", "3"}, {"none", ""}}));
  CHECK_FALSE(one->note_alerts(notes.version, {{"b", "4"}}));
  CHECK(one->alert_notes().texts == AlertChanges{{"b", "3"}, {odd, odd}});
  CHECK(one->alert_notes().version > notes.version);
  // They are no metrics.
  one->reset(Glob());
  one->remove(Glob());
  CHECK(one->alert_notes().texts.size() == 2);
}

void a_look_at_alerts_creates_nothing(MetricsFixture& fixture) {
  Watch watch(fixture, {rule("high", "depth"), rule("growing", "hits", Value::itself)});
  CHECK(watch.check().empty());
  CHECK(Watch::text(watch.alerts.list()) == "high inactive NaN; growing inactive NaN");
  CHECK(watch.metrics->store().alert_notes().version == 0);
}

void each_series_has_a_state_of_its_own(MetricsFixture& fixture) {
  AlertRule high = rule("high", "depth", Value::itself, 10);
  high.hold_for = Millis(2 * minute);
  high.labels = {{"room", "attic"}};
  high.alert_labels = {{"severity", "{{ $labels.shelf }}!"}};
  high.annotations = {{"summary", "{{ $value }} on {{ $labels.shelf }}"}};
  Watch watch(fixture, {high});
  watch.metrics->set_gauge("depth", 11, {{"room", "attic"}, {"shelf", "a"}});
  watch.metrics->set_gauge("depth", 10, {{"room", "attic"}, {"shelf", "b"}});
  watch.metrics->set_gauge("depth", 99, {{"room", "cellar"}, {"shelf", "a"}});
  CHECK(watch.check() == "high room=attic severity=a! shelf=a pending 11");
  watch.metrics->set_gauge("depth", 12, {{"room", "attic"}, {"shelf", "b"}});
  CHECK(watch.check() ==
        "high room=attic severity=a! shelf=a pending 11; high room=attic severity=b! shelf=b pending 12");
  CHECK(watch.check() ==
        "high room=attic severity=a! shelf=a firing 11; high room=attic severity=b! shelf=b pending 12");
  const Alert first = watch.alerts.list().at(0);
  CHECK(first.since == watch.clock.now);
  CHECK(first.annotations == Labels{{"summary", "11 on a"}});
  watch.metrics->set_gauge("depth", std::nan(""), {{"room", "attic"}, {"shelf", "a"}});
  CHECK(watch.check() ==
        "high room=attic severity=a! shelf=a resolved 11; high room=attic severity=b! shelf=b firing 12");
  watch.metrics->remove(Glob("depth"));
  CHECK(watch.check() == "high room=attic severity=b! shelf=b resolved 12");
  CHECK(watch.check().empty());
  CHECK(watch.metrics->store().alert_notes().texts.empty());
}

void growth_is_seen_over_a_window_and_over_resets(MetricsFixture& fixture) {
  AlertRule grown = rule("grown", "hits", Value::increase, 5);
  grown.window = Millis(4 * minute);
  AlertRule fast = rule("fast", "waits", Value::rate, 0.01);
  fast.window = Millis(2 * minute);
  Watch watch(fixture, {grown, fast});
  watch.metrics->increment_counter("hits", 100);
  watch.metrics->record_histogram("waits", std::vector<double>(60, 1.0));
  CHECK(watch.check().empty());
  watch.metrics->increment_counter("hits", 4);
  CHECK(watch.check() == "grown firing 6");  // half of the average distance before the first sample
  watch.metrics->reset(Glob("hits"));
  watch.metrics->increment_counter("hits", 3);
  watch.metrics->record_histogram("waits", std::vector<double>(6, 1.0));
  CHECK(watch.check() == "grown firing 8.75; fast firing 0.05");
  watch.check();
  CHECK(watch.check() == "grown firing 7; fast resolved 0.05");
  CHECK(watch.check() == "grown resolved 7");
  watch.metrics->remove(Glob("*"));
  for (int i = 0; i < 6; ++i) watch.check();
  CHECK(watch.metrics->store().alert_notes().texts.empty());
}

void absence_age_and_quantiles_alert(MetricsFixture& fixture) {
  AlertRule gone = rule("gone", "beat", Value::absent);
  gone.labels = {{"host", "a"}, {"none", ""}};
  AlertRule missed = rule("missed", "last", Value::age);
  missed.window = std::chrono::hours(1);
  AlertRule slow = rule("slow", "wait", Value::quantile, 100);
  slow.quantile = 0.5;
  Watch watch(fixture, {gone, missed, slow});
  watch.metrics->set_gauge("beat", 1, {{"host", "b"}});
  watch.metrics->set_gauge("last", static_cast<double>(watch.clock.now) / 1000 - 3600 + 120);
  watch.metrics->declare({"wait", MetricType::histogram, {}, {}, {}, {}}, {{}});
  CHECK(watch.check() == "gone host=a firing 1");
  watch.metrics->set_gauge("beat", std::nan(""), {{"host", "a"}});
  watch.metrics->record_histogram("wait", std::vector<double>{1, 128, 128});
  watch.check();
  const std::string text = watch.check();
  CHECK(text.starts_with("missed firing 3660; slow firing 12"));
}

void a_rule_that_does_not_fit_its_metric_is_a_fault(MetricsFixture& fixture) {
  AlertRule grown = rule("grown", "depth", Value::increase);
  grown.window = Millis(minute);
  AlertRule old = rule("old", "hits", Value::age);
  old.window = Millis(minute);
  Watch watch(fixture, {grown, old, rule("wait", "wait"), rule("slow", "hits", Value::quantile),
                        rule("some", "hits")});
  watch.metrics->set_gauge("depth", 1);
  watch.metrics->increment_counter("hits");
  watch.metrics->record_histogram("wait", 1);
  const Alerts::Result result = watch.alerts.check();
  std::string names;
  for (const Alerts::Fault& fault : result.faults) names += fault.rule + " ";
  CHECK(names == "grown old wait slow ");
  CHECK(Watch::text(result.alerts) == "some firing 1");
}

void news_are_said_once_and_again_after_repeat(MetricsFixture& fixture) {
  AlertRule high = rule("high", "depth");
  high.repeat = Millis(3 * minute);
  Watch watch(fixture, {high});
  watch.metrics->set_gauge("depth", 1);
  watch.alerts.check();  // whoever only looks takes nothing away
  CHECK(watch.said() == "high firing 1");
  CHECK(watch.said().empty());
  CHECK(watch.said(Way::notify) == "high firing 1");
  CHECK(watch.said() == "high firing 1");
  watch.metrics->set_gauge("depth", 0);
  watch.alerts.check();
  CHECK(watch.said() == "high resolved 1");
  CHECK(watch.said().empty());
  CHECK(watch.said(Way::notify) == "high resolved 1");
  for (int i = 0; i < 3; ++i) watch.said();
  CHECK(watch.metrics->store().alert_notes().texts.empty());
}

void news_that_could_not_be_told_come_again_with_the_same_id(MetricsFixture& fixture) {
  Watch watch(fixture, {rule("high", "depth")});
  watch.metrics->set_gauge("depth", 1);
  std::vector<std::string> ids;
  const auto tell = [&](bool works) {
    watch.alerts.check(Way::notify, [&](std::span<const AlertNews> news) {
      for (const AlertNews& item : news) ids.push_back(item.id);
      if (!works) throw Error(Errc::unavailable, Message("test.down", "down"));
    });
  };
  CHECK(thrown([&] { tell(false); }) == "unavailable: down");
  tell(true);
  tell(true);
  REQUIRE(ids.size() == 2);
  CHECK(ids[0] == ids[1]);
}

void alerts_of_rules_that_are_gone_are_forgotten_after_a_day(MetricsFixture& fixture) {
  ManualClock clock;
  const auto metrics = std::make_shared<Metrics>(fixture.open());
  metrics->set_gauge("depth", 1);
  Alerts before(metrics, {rule("high", "depth"), rule("other", "depth")}, clock);
  before.check();
  Alerts after(metrics, {rule("other", "depth")}, clock);
  clock.now += 23 * 60 * minute;
  after.check();
  CHECK(before.list().at(0).state == AlertState::firing);
  clock.now += 2 * 60 * minute;
  after.check();
  CHECK(before.list().at(0).state == AlertState::inactive);
  CHECK(before.list().at(1).state == AlertState::firing);
}

void of_many_checks_at_once_one_tells(MetricsFixture& fixture) {
  constexpr int threads = 6, rounds = 10;
  ManualClock clock;
  const auto writer = std::make_shared<Metrics>(fixture.open());
  AlertRule high = rule("high", "depth");
  high.repeat = Millis(minute);
  std::vector<std::unique_ptr<Alerts>> all;
  for (int i = 0; i < threads; ++i)
    all.push_back(
        std::make_unique<Alerts>(std::make_shared<Metrics>(fixture.open()), std::vector{high}, clock));
  std::atomic<int> told{0}, failed{0};
  for (int round = 0; round < rounds; ++round) {
    writer->set_gauge("depth", round % 2 == 0 ? 1 : 0);
    clock.now += minute;
    std::latch begin(threads);
    std::vector<std::thread> running;
    for (int i = 0; i < threads; ++i) {
      running.emplace_back([&, i] {
        begin.arrive_and_wait();
        try {
          all[static_cast<std::size_t>(i)]->check(
              Way::print, [&](std::span<const AlertNews> news) { told += static_cast<int>(news.size()); });
        } catch (const Error& error) {
          if (failed++ == 0) fprintf(stderr, "%s\n", error.what());
        }
      });
    }
    for (std::thread& thread : running) thread.join();
  }
  CHECK(failed == 0);
  CHECK(told == rounds);
}

}  // namespace

std::vector<MetricsCase> alert_cases() {
  return {
      METRICS_CASE(notes_of_alerts_are_kept_by_version),
      METRICS_CASE(a_look_at_alerts_creates_nothing),
      METRICS_CASE(each_series_has_a_state_of_its_own),
      METRICS_CASE(growth_is_seen_over_a_window_and_over_resets),
      METRICS_CASE(absence_age_and_quantiles_alert),
      METRICS_CASE(a_rule_that_does_not_fit_its_metric_is_a_fault),
      METRICS_CASE(news_are_said_once_and_again_after_repeat),
      METRICS_CASE(news_that_could_not_be_told_come_again_with_the_same_id),
      METRICS_CASE(alerts_of_rules_that_are_gone_are_forgotten_after_a_day),
      METRICS_CASE(of_many_checks_at_once_one_tells),
  };
}

}  // namespace conformance
