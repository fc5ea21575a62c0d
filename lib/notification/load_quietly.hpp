// Loading ahead of need.
#pragma once

#include <exception>

namespace objectos::notification {

/// Calls what opens a client. That it cannot be had is said when it is needed.
template <class Open>
void load_quietly(const Open& open) noexcept {
  try {
    open();
  } catch (const std::exception&) {
  }
}

}  // namespace objectos::notification
