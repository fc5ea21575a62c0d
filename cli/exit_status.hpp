// Exit statuses, all of them. Errors have the status of their Errc.
#pragma once

#include "objectos/error.hpp"

namespace objectos::cli::exit_status {

inline constexpr int ok = 0;
inline constexpr int no = 1;  ///< the answer is no: key absent, condition not met
inline constexpr int closed_pipe = 141;

// Of commands that run another one, where its own statuses must stay apart.
inline constexpr int held = 75;             ///< lock run: the lock is held by others
inline constexpr int wrapper_timeout = 124;
inline constexpr int wrapper_failed = 125;  ///< whatever objectos fails with, usage errors too

inline int of(Errc code) noexcept {
  return static_cast<int>(code);
}

}  // namespace objectos::cli::exit_status
