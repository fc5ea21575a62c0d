#include <algorithm>
#include <atomic>
#include <charconv>
#include <deque>
#include <vector>

#include "core/process.hpp"
#include "metrics/buckets.hpp"
#include "metrics/labels.hpp"
#include "metrics/names.hpp"
#include "metrics/schema.hpp"
#include "objectos/error.hpp"
#include "objectos/metrics_runs.hpp"

namespace objectos {
namespace {

/// A family that runs are recorded in; a label of its own beside those of the run, or none.
struct Part {
  const char* ending;
  MetricType type;
  const char* own_label;
  const char* unit;
  const char* help;
};

constexpr Part in_progress{"_in_progress", MetricType::gauge, "", "", "Runs that have begun and not ended."};
constexpr Part last_start{"_last_start_timestamp_seconds", MetricType::gauge, "", "seconds",
                          "When a run last began, in Unix time."};
constexpr Part runs_total{
    "_runs_total", MetricType::counter, "status", "",
    "Runs by how they ended: success, failure, signal, timeout, or lost if nobody saw it."};
constexpr Part duration{"_duration_seconds", MetricType::histogram, "", "seconds", "How long runs took."};
constexpr Part last_completion{"_last_completion_timestamp_seconds", MetricType::gauge, "", "seconds",
                               "When a run last ended, well or not, in Unix time."};
constexpr Part last_success{"_last_success_timestamp_seconds", MetricType::gauge, "", "seconds",
                            "When a run last ended with exit status 0, in Unix time."};
constexpr Part last_exit_code{
    "_last_exit_code", MetricType::gauge, "", "",
    "Exit status of the last run: 128 + n for signal n, 124 if it was not done in time."};
constexpr Part last_signal{"_last_signal", MetricType::gauge, "", "",
                           "Number of the signal that ended the last run, 0 if none did."};
constexpr Part cpu_seconds{
    "_cpu_seconds_total", MetricType::counter, "mode", "seconds",
    "Processor time of runs and of the processes that they waited for, by mode: user or system."};
constexpr Part max_rss{
    "_max_rss_bytes", MetricType::gauge, "", "bytes",
    "Peak memory of the largest single process of the last run, not the sum of its processes."};

constexpr RunStatus all_statuses[] = {RunStatus::success, RunStatus::failure, RunStatus::signal,
                                      RunStatus::timeout, RunStatus::lost};

/// How long a run whose process nobody here can see counts as open.
constexpr std::int64_t longest_unseen_ms = std::int64_t{7} * 24 * 60 * 60 * 1000;

/// Other programs may delete or declare the same names meanwhile.
constexpr int max_turns = 100;

double seconds(std::int64_t ms) {
  return static_cast<double>(ms) / 1000;
}

/// SINCE SERIAL and the process: a process may have several.
std::string run_id(std::int64_t now_ms) {
  static std::atomic<unsigned> serial{0};
  return std::to_string(now_ms) + " " + std::to_string(serial++) + " " + ProcessIdentity::own().text();
}

bool is_lost(const OpenRun& run, std::int64_t now_ms) {
  std::int64_t since = 0;
  std::from_chars(run.id.data(), run.id.data() + run.id.size(), since);
  const std::size_t serial = run.id.find(' ');
  const std::size_t process = serial == run.id.npos ? run.id.npos : run.id.find(' ', serial + 1);
  const auto identity = process == run.id.npos
                            ? std::nullopt
                            : ProcessIdentity::parse(std::string_view(run.id).substr(process + 1));
  switch (identity ? life_of(*identity) : Life::unknown) {
    case Life::lives: return false;
    case Life::ended: return true;
    case Life::unknown: break;
  }
  return now_ms - since > longest_unseen_ms;
}

}  // namespace

std::string_view run_status_name(RunStatus status) noexcept {
  switch (status) {
    case RunStatus::success: return "success";
    case RunStatus::failure: return "failure";
    case RunStatus::signal: return "signal";
    case RunStatus::timeout: return "timeout";
    case RunStatus::lost: break;
  }
  return "lost";
}

/// What one step of the store changes, over the families of a name.
class RunRecorder::Changes {
 public:
  Changes(const std::string& name, const Labels& labels) : name_(name), labels_(labels) {}

  void set(const Part& part, double value) { change(part, labels_, "", MetricChange::Kind::set, value); }
  void add(const Part& part, const Labels& labels, std::string_view own_value, double value) {
    change(part, labels, own_value, MetricChange::Kind::add, value);
  }
  void add(const Part& part, std::string_view own_value, double value) {
    add(part, labels_, own_value, value);
  }
  void observe(const Part& part, double value) {
    change(part, labels_, "", MetricChange::Kind::observe, value);
  }
  /// False for labels from before the families were deleted, and made anew with others.
  bool fit(const Labels& labels) const {
    return std::all_of(labels.begin(), labels.end(), [this](const auto& label) {
      return std::any_of(labels_.begin(), labels_.end(),
                         [&](const auto& own) { return own.first == label.first; });
    });
  }
  /// How many are open with these labels.
  void count_open(const Labels& labels) { change(in_progress, labels, "", MetricChange::Kind::running, 0); }

  /// Declares what is not there yet. other_runs: nothing has changed.
  MetricsStore::Noted commit(MetricsStore& store, const RunNote& note) {
    for (int turn = 0; turn < max_turns; ++turn) {
      std::vector<MetricChange> changes;
      for (const Wanted& wanted : wanted_) {
        MetricChange& change = changes.emplace_back();
        change.wants_value = false;
        change.family = wanted.family;
        change.labels = wanted.labels;
        change.kind = wanted.kind;
        change.value = wanted.value;
        if (wanted.kind == MetricChange::Kind::observe)
          change.cell = metrics::cell_of(wanted.family->bounds, wanted.value);
      }
      const MetricsStore::Noted noted = store.record_run(changes, note);
      if (noted != MetricsStore::Noted::other_families) return noted;
      declare(store);
    }
    throw Error(Errc::unavailable,
                Message("metrics.keeps_changing", "another program keeps changing what is declared"));
  }

 private:
  struct Wanted {
    MetricFamily* family;
    std::string labels;
    MetricChange::Kind kind;
    double value;
  };

  void change(const Part& part, const Labels& labels, std::string_view own_value, MetricChange::Kind kind,
              double value) {
    std::vector<Label> all(labels.begin(), labels.end());
    if (*part.own_label) all.emplace_back(part.own_label, own_value);
    wanted_.push_back({&family_of(part), metrics::check_labels(all).text, kind, value});
  }

  MetricFamily& family_of(const Part& part) {
    const std::string name = name_ + part.ending;
    for (MetricFamily& family : families_) {
      if (family.name == name) return family;
    }
    MetricFamily& family = families_.emplace_back();
    family.name = name;
    family.type = part.type;
    family.help = part.help;
    family.unit = part.unit;
    std::vector<Label> all(labels_.begin(), labels_.end());
    if (*part.own_label) all.emplace_back(part.own_label, "");
    family.labels = metrics::check_labels(all).names;
    if (part.type == MetricType::histogram)
      family.bounds.assign(batch_buckets().begin(), batch_buckets().end());
    return family;
  }

  /// A histogram that somebody declared with other buckets keeps them, and help texts stay as they were
  /// declared.
  void declare(MetricsStore& store) {
    store.declare([&](MetricFamilies& present) {
      metrics::Schema schema(present);
      for (MetricFamily& family : families_) {
        const auto found = present.find(family.name);
        if (found != present.end() && found->second.type == family.type) family.bounds = found->second.bounds;
        family = schema.admit(family, metrics::Claim::use);
      }
      return schema.take_changed();
    });
  }

  const std::string& name_;
  const Labels& labels_;
  std::deque<MetricFamily> families_;
  std::vector<Wanted> wanted_;
};

RunRecorder::RunRecorder(std::string_view name, LabelList labels, const Clock& clock)
    : name_(name), clock_(clock) {
  metrics::check_metric_name(name);
  metrics::check_metric_name(name_ + last_completion.ending);  // the longest one
  for (const auto& [label, value] : labels) {
    if (label == runs_total.own_label || label == cpu_seconds.own_label) {
      throw Error(Errc::usage,
                  Message("metrics.run_label", "the label {{name}} is one that a run has of itself",
                          {{"name", label}}));
    }
    labels_.emplace_back(label, value);
  }
  run_.labels = metrics::check_labels(labels).text;
}

void RunRecorder::begin(Metrics& metrics) {
  const std::int64_t now = clock_.now_ms();
  started_at_ = seconds(now);
  if (!metrics.options().enabled) return;
  run_.id = run_id(now);
  for (int turn = 0; turn < max_turns; ++turn) {
    RunNote note{name_, &run_, {}};
    for (OpenRun& run : metrics.store().open_runs(name_)) {
      if (is_lost(run, now)) note.ended.push_back(std::move(run));
    }
    Changes changes(name_, labels_);
    changes.set(last_start, started_at_);
    // With a zero for each status the first failure is seen as an increase.
    for (const RunStatus status : all_statuses) changes.add(runs_total, run_status_name(status), 0);
    for (const OpenRun& lost : note.ended) {
      const Labels labels = metrics::labels_of(lost.labels);
      if (!changes.fit(labels)) continue;
      changes.add(runs_total, labels, run_status_name(RunStatus::lost), 1);
      changes.count_open(labels);
    }
    changes.count_open(labels_);
    if (changes.commit(metrics.store(), note) == MetricsStore::Noted::done) {
      has_begun_ = true;
      return;
    }
  }
}

void RunRecorder::end(Metrics& metrics, const RunResult& result) {
  if (!metrics.options().enabled) return;
  const double now = seconds(clock_.now_ms());
  const auto commit = [&](std::vector<OpenRun> ended) {
    Changes changes(name_, labels_);
    if (!has_begun_ && started_at_ > 0) changes.set(last_start, started_at_);
    changes.add(runs_total, run_status_name(result.status), 1);
    changes.observe(duration, result.seconds);
    changes.set(last_completion, now);
    if (result.status == RunStatus::success) changes.set(last_success, now);
    changes.set(last_exit_code, result.exit_code);
    changes.set(last_signal, result.signal);
    changes.add(cpu_seconds, "user", result.user_seconds);
    changes.add(cpu_seconds, "system", result.system_seconds);
    changes.set(max_rss, static_cast<double>(result.max_rss));
    changes.count_open(labels_);
    return changes.commit(metrics.store(), {name_, nullptr, std::move(ended)});
  };
  // It is not open if its start was not recorded, or if it was taken for lost.
  if (run_.id.empty() || commit({run_}) == MetricsStore::Noted::other_runs) commit({});
}

}  // namespace objectos
