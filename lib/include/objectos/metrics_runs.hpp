// Runs of a command as metrics: how often it ran and how it ended, how long it took, when it last went well.
// Start here:
//
//   objectos::RunRecorder run("backup", {{"host", "db1"}});
//   run.begin(*metrics);
//   …                                                      // the command
//   run.end(*metrics, {.status = objectos::RunStatus::success, .seconds = 12.5});
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "objectos/api.hpp"
#include "objectos/clock.hpp"
#include "objectos/metrics.hpp"

namespace objectos {

/// lost: nobody recorded its end, because that process was killed.
enum class RunStatus { success, failure, signal, timeout, lost };
/// "success", "failure", "signal", "timeout", "lost"
OBJECTOS_API std::string_view run_status_name(RunStatus status) noexcept;

/// How a run ended.
struct RunResult {
  RunStatus status = RunStatus::success;
  int exit_code = 0;   ///< 128 + n for a signal
  int signal = 0;      ///< that ended it; 0: none did
  double seconds = 0;  ///< from begin to end
  double user_seconds = 0;
  double system_seconds = 0;
  std::uint64_t max_rss = 0;  ///< bytes, of its largest process
};

/// One run under a name, with the labels that all runs of that name have. It is these families:
///
///   NAME_in_progress                        gauge: runs that have begun and not ended
///   NAME_last_start_timestamp_seconds       gauge
///   NAME_runs_total{status}                 counter; with begin() there are zeros for every status
///   NAME_duration_seconds                   histogram with batch_buckets(), or those that it was declared
///   with NAME_last_completion_timestamp_seconds, NAME_last_success_timestamp_seconds     gauges
///   NAME_last_exit_code, NAME_last_signal   gauges
///   NAME_cpu_seconds_total{mode}            counter; mode is user or system
///   NAME_max_rss_bytes                      gauge
///
/// A run whose process died before end() is open. begin() of another run of the name finds out, and counts it
/// as lost: at once if that process was of this host and container, or if the host was started anew since;
/// else after a week.
///
/// Not thread safe.
class OBJECTOS_API RunRecorder {
 public:
  /// Error(usage) for an illegal name or label, and for the labels status and mode.
  RunRecorder(std::string_view name, LabelList labels, const Clock& clock = Clock::system());

  /// Records the start, in one step of the store. Throws what Metrics and its store throw; end() may follow
  /// all the same, and then records the time of the start.
  void begin(Metrics& metrics);
  /// Records everything else, in one step of the store. Throws what Metrics and its store throw; then nothing
  /// is recorded.
  void end(Metrics& metrics, const RunResult& result);

 private:
  class Changes;
  std::string name_;
  Labels labels_;
  const Clock& clock_;
  OpenRun run_;
  double started_at_ = 0;  // Unix seconds; 0: before begin()
  bool has_begun_ = false;
};

}  // namespace objectos
