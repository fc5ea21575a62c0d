// Runs a command, passes on what it prints, and keeps a copy.
#pragma once

#include <functional>
#include <optional>

#include "child.hpp"
#include "recorded_run.hpp"

namespace objectos::cli {

/// The pipes between a command and us.
class Capture {
 public:
  /// `is_joint`: one pipe for stdout and stderr, so that their order is exact. `input`: the command's standard input,
  /// or -1 for ours.
  Capture(bool is_joint, int input);
  ~Capture();
  Capture(const Capture&) = delete;
  Capture& operator=(const Capture&) = delete;

  /// For the command that is to be captured.
  ChildOptions options() const;
  /// Passes on and records until the command has ended, or until the limit: false then. What others hold open of the
  /// pipes when it has ended is not waited for. Beyond `most` bytes nothing more is recorded.
  using PassOn = std::function<void(bool is_error, std::string_view text)>;
  bool record(Child& child, RecordedRun& run, std::size_t most, const PassOn& pass_on,
              std::optional<Steady::time_point> limit);
  bool is_whole() const noexcept { return is_whole_; }

 private:
  void close_writers() noexcept;
  bool read(int which, RecordedRun& run, std::size_t most, const PassOn& pass_on);
  int readers_[2] = {-1, -1};
  int writers_[2] = {-1, -1};
  bool is_joint_;
  int input_;
  bool is_whole_ = true;
};

}  // namespace objectos::cli
