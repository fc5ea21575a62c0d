// A program that finishes what it is at when it is told to end.
#pragma once

#include <atomic>
#include <csignal>

#include "objectos/text.hpp"

namespace objectos::cli {

/// While it lives, SIGINT, SIGTERM and SIGHUP set a flag instead of ending the program; what was ignored
/// stays ignored. One at a time. A second signal of the kind ends the program.
class StopSignals {
 public:
  StopSignals();
  ~StopSignals();
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;

  const std::atomic<bool>& flag() const noexcept;
  /// Returns after this time, or as soon as the flag is set.
  void wait(Millis time) const;

 private:
  static constexpr int numbers_[] = {SIGINT, SIGTERM, SIGHUP};
  struct sigaction before_[3]{};
};

}  // namespace objectos::cli
