// Exit statuses, all of them. Errors have the status of their Errc.
#pragma once

#include "objectos/error.hpp"

namespace objectos::cli::exit_status {

inline constexpr int ok = 0;
inline constexpr int no = 1;  ///< the answer is no: key absent, condition not met
inline constexpr int closed_pipe = 141;

inline int of(Errc code) noexcept {
  return static_cast<int>(code);
}

}  // namespace objectos::cli::exit_status
