// Runs of commands: what is recorded of them, and what becomes of those whose end nobody records.
#include <sys/wait.h>
#include <unistd.h>

#include <thread>

#include "core/process.hpp"
#include "metrics_suite_parts.hpp"
#include "objectos/metrics_runs.hpp"

namespace conformance {
namespace {

constexpr std::int64_t now = 1'764'000'000'000;

struct FixedClock final : Clock {
  explicit FixedClock(std::int64_t ms) : ms_(ms) {}
  std::int64_t now_ms() const override { return ms_; }

 private:
  std::int64_t ms_;
};

double runs(const Metrics& metrics, RunStatus status) {
  return value_of(metrics, "job_runs_total", {{"status", run_status_name(status)}});
}

/// Opens a run as another process would have.
void open_run(Metrics& metrics, const ProcessIdentity& process, std::int64_t since) {
  const OpenRun run{std::to_string(since) + " 0 " + process.text(), ""};
  REQUIRE(metrics.store().record_run({}, {"job", &run, {}}) == MetricsStore::Noted::done);
}

ProcessIdentity ended_process() {
  ProcessIdentity process = ProcessIdentity::own();
  process.pid = ::fork();
  if (process.pid == 0) ::_exit(0);
  ::waitpid(process.pid, nullptr, 0);
  return process;
}

void a_run_is_recorded_at_its_start_and_at_its_end(MetricsFixture& fixture) {
  Metrics metrics(fixture.open());
  const FixedClock clock(now);
  RunRecorder run("job", {}, clock);
  run.begin(metrics);
  CHECK(value_of(metrics, "job_in_progress") == 1);
  CHECK(value_of(metrics, "job_last_start_timestamp_seconds") == 1'764'000'000);
  for (const RunStatus status :
       {RunStatus::success, RunStatus::failure, RunStatus::signal, RunStatus::timeout, RunStatus::lost})
    CHECK(runs(metrics, status) == 0);
  CHECK(metrics.get_metric("job_runs_total").size() == 1);
  run.end(metrics, {RunStatus::success, 0, 0, 12.5, 2, 0.5, 4096});
  CHECK(value_of(metrics, "job_in_progress") == 0);
  CHECK(runs(metrics, RunStatus::success) == 1);
  CHECK(value_of(metrics, "job_last_completion_timestamp_seconds") == 1'764'000'000);
  CHECK(value_of(metrics, "job_last_success_timestamp_seconds") == 1'764'000'000);
  CHECK(value_of(metrics, "job_last_exit_code") == 0);
  CHECK(value_of(metrics, "job_last_signal") == 0);
  CHECK(value_of(metrics, "job_cpu_seconds_total", {{"mode", "user"}}) == 2);
  CHECK(value_of(metrics, "job_cpu_seconds_total", {{"mode", "system"}}) == 0.5);
  CHECK(value_of(metrics, "job_max_rss_bytes") == 4096);
  const auto duration = metrics.get_metric("job_duration_seconds");
  REQUIRE(duration.size() == 1);
  CHECK(duration[0].count == 1);
  CHECK(duration[0].sum == 12.5);
  CHECK(duration[0].buckets.size() == batch_buckets().size() + 1);
}

void runs_at_once_are_counted_by_their_labels(MetricsFixture& fixture) {
  Metrics metrics(fixture.open());
  RunRecorder a("job", {{"host", "a"}}), b("job", {{"host", "b"}}), again("job", {{"host", "a"}});
  for (RunRecorder* run : {&a, &b, &again}) run->begin(metrics);
  CHECK(value_of(metrics, "job_in_progress", {{"host", "a"}}) == 2);
  CHECK(value_of(metrics, "job_in_progress", {{"host", "b"}}) == 1);
  a.end(metrics, {});
  CHECK(value_of(metrics, "job_in_progress", {{"host", "a"}}) == 1);
  metrics.reset();  // the next step counts them anew
  again.end(metrics, {});
  CHECK(value_of(metrics, "job_in_progress", {{"host", "a"}}) == 0);
  b.end(metrics, {});
  CHECK(value_of(metrics, "job_in_progress", {{"host", "b"}}) == 0);
  CHECK(metrics.store().open_runs("job").empty());
}

void a_run_whose_process_died_is_counted_as_lost_once(MetricsFixture& fixture) {
  Metrics metrics(fixture.open());
  const FixedClock clock(now);
  RunRecorder first("job", {}, clock);
  first.begin(metrics);
  open_run(metrics, ended_process(), now);
  RunRecorder second("job", {}, clock);
  second.begin(metrics);
  CHECK(runs(metrics, RunStatus::lost) == 1);
  CHECK(value_of(metrics, "job_in_progress") == 2);  // this process lives, with both
  RunRecorder third("job", {}, clock);
  third.begin(metrics);
  CHECK(runs(metrics, RunStatus::lost) == 1);
  CHECK(metrics.store().open_runs("job").size() == 3);
}

void what_cannot_be_seen_is_lost_after_a_week(MetricsFixture& fixture) {
  Metrics metrics(fixture.open());
  constexpr std::int64_t week = 7 * 86'400'000;
  ProcessIdentity elsewhere = ProcessIdentity::own();
  elsewhere.host += "-other";
  open_run(metrics, elsewhere, now);
  const FixedClock early(now + week);
  RunRecorder one("job", {}, early);
  one.begin(metrics);
  CHECK(value_of(metrics, "job_in_progress") == 2);
  const FixedClock late(now + week + 1);
  RunRecorder two("job", {}, late);
  two.begin(metrics);
  CHECK(runs(metrics, RunStatus::lost) == 1);
  CHECK(value_of(metrics, "job_in_progress") == 2);
}

void a_run_that_was_taken_for_lost_is_recorded_nonetheless(MetricsFixture& fixture) {
  Metrics metrics(fixture.open());
  RunRecorder run("job", {});
  run.begin(metrics);
  const std::vector<OpenRun> open = metrics.store().open_runs("job");
  REQUIRE(open.size() == 1);
  CHECK(metrics.store().record_run({}, {"job", nullptr, open}) == MetricsStore::Noted::done);
  CHECK(metrics.store().record_run({}, {"job", nullptr, open}) == MetricsStore::Noted::other_runs);
  run.end(metrics, {RunStatus::failure, 3, 0, 1, 0, 0, 0});
  CHECK(runs(metrics, RunStatus::failure) == 1);
  CHECK(value_of(metrics, "job_last_exit_code") == 3);
  CHECK(value_of(metrics, "job_in_progress") == 0);
}

void a_note_that_is_refused_changes_nothing(MetricsFixture& fixture) {
  Metrics metrics(fixture.open());
  const OpenRun run{"1 0 x", ""};
  MetricFamily absent;
  absent.name = "absent";
  absent.type = MetricType::gauge;
  absent.labels.emplace();
  MetricChange change;
  change.family = &absent;
  CHECK(metrics.store().record_run({&change, 1}, {"job", &run, {}}) == MetricsStore::Noted::other_families);
  CHECK(metrics.store().open_runs("job").empty());
  metrics.set_gauge("absent", 1);
  CHECK(metrics.store().record_run({&change, 1}, {"job", &run, {{"2 0 y", ""}}}) ==
        MetricsStore::Noted::other_runs);
  CHECK(metrics.store().open_runs("job").empty());
}

void a_start_that_was_refused_is_made_up_for_at_the_end(MetricsFixture& fixture) {
  Metrics metrics(fixture.open());
  metrics.increment_counter("job_in_progress");
  RunRecorder run("job", {});
  CHECK(thrown_code([&] { run.begin(metrics); }) == "data");
  metrics.remove(Glob("job_in_progress"));
  run.end(metrics, {});
  CHECK(value_of(metrics, "job_last_start_timestamp_seconds") > 0);
  CHECK(value_of(metrics, "job_in_progress") == 0);
  CHECK(runs(metrics, RunStatus::success) == 1);
}

void declared_buckets_and_texts_stay(MetricsFixture& fixture) {
  Metrics metrics(fixture.open());
  metrics.declare({"job_duration_seconds", MetricType::histogram, "mine", "", {}, {1, 2}});
  RunRecorder run("job", {});
  run.begin(metrics);
  run.end(metrics, {RunStatus::success, 0, 0, 1.5, 0, 0, 0});
  CHECK(metrics.family("job_duration_seconds")->help == "mine");
  const auto duration = metrics.get_metric("job_duration_seconds");
  REQUIRE(duration.size() == 1);
  CHECK(duration[0].buckets.size() == 3);
  CHECK(duration[0].buckets[1].second == 1);
}

void names_and_labels_of_runs_are_checked_first(MetricsFixture& fixture) {
  Metrics metrics(fixture.open());
  for (const char* name : {"", "1x", "a b", "x{"})
    CHECK(thrown_code([&] { RunRecorder(name, {}); }) == "usage");
  for (const char* label : {"status", "mode", "le", "__x", "a b"})
    CHECK(thrown_code([&] { RunRecorder("job", {{label, "x"}}); }) == "usage");
  CHECK(thrown_code([&] { RunRecorder(std::string(1000, 'x'), {}); }) == "usage");
  CHECK(state(metrics) == "[]\n");
}

void runs_of_many_threads_add_up(MetricsFixture& fixture) {
  constexpr int threads = 6, rounds = 10;
  std::vector<std::unique_ptr<Metrics>> all;
  for (int i = 0; i < threads; ++i) all.push_back(std::make_unique<Metrics>(fixture.open()));
  std::vector<std::thread> running;
  for (int i = 0; i < threads; ++i) {
    running.emplace_back([&, i] {
      for (int n = 0; n < rounds; ++n) {
        RunRecorder run("job", {});
        run.begin(*all[static_cast<std::size_t>(i)]);
        run.end(*all[static_cast<std::size_t>(i)], {});
      }
    });
  }
  for (std::thread& thread : running) thread.join();
  CHECK(runs(*all[0], RunStatus::success) == threads * rounds);
  CHECK(runs(*all[0], RunStatus::lost) == 0);
  CHECK(value_of(*all[0], "job_in_progress") == 0);
}

}  // namespace

std::vector<MetricsCase> run_cases() {
  return {
      METRICS_CASE(a_run_is_recorded_at_its_start_and_at_its_end),
      METRICS_CASE(runs_at_once_are_counted_by_their_labels),
      METRICS_CASE(a_run_whose_process_died_is_counted_as_lost_once),
      METRICS_CASE(what_cannot_be_seen_is_lost_after_a_week),
      METRICS_CASE(a_run_that_was_taken_for_lost_is_recorded_nonetheless),
      METRICS_CASE(a_note_that_is_refused_changes_nothing),
      METRICS_CASE(a_start_that_was_refused_is_made_up_for_at_the_end),
      METRICS_CASE(declared_buckets_and_texts_stay),
      METRICS_CASE(names_and_labels_of_runs_are_checked_first),
      METRICS_CASE(runs_of_many_threads_add_up),
  };
}

}  // namespace conformance
