// A command that this program runs: in a process group of its own, with the terminal if we have it.
#pragma once

#include <sys/resource.h>
#include <sys/types.h>

#include <array>
#include <chrono>
#include <csignal>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace objectos::cli {

using Steady = std::chrono::steady_clock;

/// Between TERM and KILL, where nothing else is more urgent.
inline constexpr std::chrono::seconds term_patience{5};

struct ChildOptions {
  std::vector<std::pair<std::string, std::string>> environment{};  ///< added to ours
  std::array<int, 3> streams{-1, -1, -1};  ///< its standard streams; -1: ours
  int inherited = -1;  ///< a descriptor that the child gets, at 10 or higher
};

/// One child at a time. While it lives, the signals that end or nudge a program go to its group instead of
/// us. Before a Child is made this process has one thread.
class Child {
 public:
  /// Starts `words` (not empty); found by PATH. A child whose parent dies is killed. Error(unavailable) if
  /// there can be no process. What exec says is in wait()'s result: 127 not found, 126 cannot be executed,
  /// with exec_error().
  Child(const std::vector<std::string>& words, const ChildOptions& options);
  /// Kills what is left of it.
  ~Child();
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  /// Waits until the child has ended: its exit status, 128 + n for a signal. Nothing if it still runs at
  /// `until`, when SIGCHLD came for another reason, or when the job was suspended: the child goes on with the
  /// next wait().
  std::optional<int> wait(std::optional<Steady::time_point> until = {});
  /// The signal that ended it; 0: none did.
  int end_signal() const noexcept { return end_signal_; }
  /// When it has ended: what it and the processes that it waited for have used.
  const rusage& usage() const noexcept { return usage_; }
  /// Why exec failed, as an errno; 0 if it did not.
  int exec_error() const noexcept { return exec_error_; }
  pid_t pid() const noexcept { return pid_; }
  /// Readable when wait() has something to do.
  int signals();
  /// To all processes of its group.
  void signal(int number) noexcept;
  /// TERM now, KILL for what is left at `kill_at`; returns when the child has ended.
  int stop(Steady::time_point kill_at);

 private:
  bool take_terminal() noexcept;
  void give_back_terminal() noexcept;
  void suspend(bool all) noexcept;
  void resume() noexcept;
  void note_stopped(int number) noexcept;
  bool reap();

  pid_t pid_ = -1;
  std::optional<int> status_;
  int end_signal_ = 0;
  rusage usage_{};
  int exec_error_ = 0;
  int terminal_ = -1;
  bool has_terminal_ = false;    // the child is in the foreground
  bool wants_terminal_ = false;  // it was, before the job was suspended
  bool is_suspended_ = false;    // the job was stopped; the child still is
  int signals_ = -1;
  sigset_t handled_;
  sigset_t before_;
};

}  // namespace objectos::cli
