// Names of messages and deliveries.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace objectos::notification {

/// 17 letters and digits; later ones are greater, and no two are the same. No dot: a webhook-id must hold
/// none.
std::string new_message_id(std::int64_t now_ms);
/// Of a message's delivery, from 0: the first has the message's id.
std::string delivery_id(std::string_view message, std::size_t number);

}  // namespace objectos::notification
