// What holds for messages of every channel, and what channels ask of them.
#pragma once

#include <span>
#include <string_view>

#include "objectos/notification_channel.hpp"

namespace objectos::notification {

/// Error(usage), naming the option, for what is no line, no way to name a login or signature, no idempotency
/// key; Error(data) for text that is not UTF-8.
void check_fields(const NotificationMessage& message);

/// The members of a message that a channel has no use for would be lost: Error(usage) names the first that is
/// set. `wanted` are the others, by their option's name: "subject", "html", …
void refuse_unused(const NotificationMessage& message, std::span<const std::string_view> wanted);
/// Error(usage) for a message without subject and body.
void refuse_empty(const NotificationMessage& message);
/// Error(usage) if what stands under this key of the configuration is empty.
void require_setting(std::string_view key, std::string_view value);

}  // namespace objectos::notification
