// How long to wait before the next try.
#pragma once

#include <cstdint>

#include "objectos/notification.hpp"

namespace objectos::notification {

/// After so many tries, from 1: retry_delay, doubled for each further one, up to max_delay; and up to a
/// quarter more by chance, so that those who failed together do not come back together.
Millis delay_after(std::int64_t attempts, const NotificationOptions& options);

}  // namespace objectos::notification
