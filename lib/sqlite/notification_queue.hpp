// The queue of messages in a SQLite file.
#pragma once

#include <memory>

#include "objectos/notification_queue.hpp"
#include "sqlite/connection.hpp"

namespace objectos::sqlite {

/// A claim is on disk when it returns, whatever `options` say: what was sent must not be forgotten by a power
/// failure. Other commits survive the death of any process.
std::shared_ptr<NotificationQueue> notification_queue(Options options, const Clock& clock);

}  // namespace objectos::sqlite
