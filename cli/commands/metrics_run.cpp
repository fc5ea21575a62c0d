// metrics run: a command, and how it went as metrics.
#include "commands/metrics.hpp"
#include "exit_status.hpp"
#include "objectos/metrics_runs.hpp"
#include "wrapper.hpp"

namespace objectos::cli::metrics {
namespace {

/// The command is not to wait for a store that does not answer, unless metrics.timeout says so.
constexpr const char* patience_at_start = "1s";

double seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

/// What records a run while the command's result is what counts: what fails here is said once, at the end.
class Recording {
 public:
  explicit Recording(Call& call) : call_(call), recorder_(call.args.positionals[0], labels_option(call)) {}

  void begin() {
    try {
      Config config = call_.session.config();
      if (!config.is_set("metrics.timeout")) config.set("metrics.timeout", patience_at_start);
      const auto metrics = open_metrics(config);
      recorder_.begin(*metrics);
      // A file that stays open saves half a millisecond at the end.
      if (metrics->store().name() == "sqlite") open_ = metrics;
    } catch (const Error& error) {
      if (error.code() == Errc::usage) throw;
      // The end is recorded with what is missing, or fails for the same reason.
    }
    began_ = Steady::now();
  }

  /// After the command has ended.
  void end(const Child& child, int status, bool is_late) {
    RunResult result;
    result.seconds = std::chrono::duration<double>(Steady::now() - began_).count();
    result.exit_code = status;
    result.signal = child.end_signal();
    result.status = is_late             ? RunStatus::timeout
                    : result.signal > 0 ? RunStatus::signal
                    : status == 0       ? RunStatus::success
                                        : RunStatus::failure;
    result.user_seconds = seconds(child.usage().ru_utime);
    result.system_seconds = seconds(child.usage().ru_stime);
    result.max_rss = static_cast<std::uint64_t>(child.usage().ru_maxrss) * 1024;
    try {
      if (!end_in_open_store(result)) recorder_.end(call_.session.metrics(), result);
    } catch (const Error& error) {
      const Message what("metrics.run_unrecorded",
                         "the command has run, but that could not be recorded: {{reason}}",
                         {{"reason", error.what()}});
      wrapper_failure(call_, status, Error(error.code(), what, error.hint()).at(call_.args.positionals[0]));
    }
  }

 private:
  /// False, and nothing is recorded, if somebody else is at the file for longer than a start would wait.
  bool end_in_open_store(const RunResult& result) {
    try {
      if (open_) recorder_.end(*open_, result);
      return open_ != nullptr;
    } catch (const Error& error) {
      if (error.code() != Errc::unavailable) throw;
      return false;
    }
  }

  Call& call_;
  RunRecorder recorder_;
  std::shared_ptr<Metrics> open_;
  Steady::time_point began_;
};

/// The command's status; nothing if it was not done in time.
std::optional<int> wait_for(Child& child, std::optional<Steady::time_point> limit) {
  for (;;) {
    if (const auto status = child.wait(limit)) return status;
    if (limit && Steady::now() >= *limit) return std::nullopt;
  }
}

}  // namespace

int run(Call& call) {
  const std::vector<std::string> words(call.args.positionals.begin() + 1, call.args.positionals.end());
  const auto limit = time_limit(call);
  Recording recording(call);
  recording.begin();
  Child child(words, {});
  if (const auto failed = exec_failure(call, child, words[0])) {
    recording.end(child, *failed, false);
    return *failed;
  }
  if (const auto status = wait_for(child, limit)) {
    recording.end(child, *status, false);
    return *status;
  }
  child.stop(Steady::now() + term_patience);
  recording.end(child, exit_status::wrapper_timeout, true);
  return wrapper_failure(
      call, exit_status::wrapper_timeout,
      Error(Errc::unavailable, Message("metrics.run_late", "not done in time, it was stopped")).at(words[0]));
}

}  // namespace objectos::cli::metrics
