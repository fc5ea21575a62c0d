#include "notification/inbox_channel.hpp"

#include <array>

#include "notification/message_check.hpp"
#include "objectos/error.hpp"

namespace objectos::notification {

std::string InboxChannel::name() const {
  return "inbox";
}

void InboxChannel::check(const NotificationMessage& message) const {
  refuse_unused(message, std::array<std::string_view, 2>{"subject", "body"});
  for (const std::string& to : message.to) {
    if (is_address_name(to) || !is_utf8(to))
      throw Error(Errc::usage, Message("notify.user", "an inbox belongs to a user, named by UTF-8 text"));
  }
}

std::string InboxChannel::destination(const NotificationMessage&, std::string_view) const {
  return "inbox";
}
std::vector<DeliveryOutcome> InboxChannel::deliver(const DeliveryAttempt& attempt) {
  return std::vector<DeliveryOutcome>(attempt.deliveries.size());
}
std::string InboxChannel::preview(const DeliveryAttempt& attempt) {
  const std::string& subject = attempt.message.subject;
  return (subject.empty() ? "" : subject + "\n") + attempt.message.body;
}
bool InboxChannel::repeats_ambiguous() const {
  return false;
}
bool InboxChannel::is_kept() const {
  return true;
}

}  // namespace objectos::notification
