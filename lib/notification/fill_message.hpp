// Which part of a template goes where in a message.
#pragma once

#include <string_view>
#include <vector>

#include "objectos/message_templates.hpp"
#include "objectos/notification_channel.hpp"

namespace objectos::notification {

/// As Notification::render_template says. `name` is for the error.
void fill_message(NotificationMessage& message, std::vector<RenderedPart> parts, std::string_view name);

}  // namespace objectos::notification
