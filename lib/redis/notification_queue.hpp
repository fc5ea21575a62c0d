// The queue of messages on Redis.
#pragma once

#include <memory>

#include "kernel/server_options.hpp"
#include "objectos/notification_queue.hpp"

namespace objectos::redis {

/// All of it lies in one slot, and each change is one script on the server's clock
/// (scripts/notification.lua). A write of which nobody knows whether it was done is Error(unavailable) and
/// not repeated.
std::shared_ptr<NotificationQueue> notification_queue(ServerOptions options);

}  // namespace objectos::redis
