// A message as the queue keeps it: JSON, and the bytes of its files.
#pragma once

#include <string>

#include "objectos/notification_channel.hpp"
#include "objectos/notification_queue.hpp"

namespace objectos::notification {

/// `content`, `files` and `fingerprint` of it. The time before which it is not sent and the key are no part
/// of the fingerprint.
void write_message(const NotificationMessage& message, QueuedMessage& to);
/// Error(data) if it is none that write_message() made.
NotificationMessage read_message(const QueuedMessage& stored);

}  // namespace objectos::notification
