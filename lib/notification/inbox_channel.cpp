#include "notification/inbox_channel.hpp"

#include <algorithm>
#include <array>

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

void refuse_unused(const NotificationMessage& message, std::span<const std::string_view> wanted) {
  const std::pair<std::string_view, bool> members[] = {
      {"subject", !message.subject.empty()}, {"body", !message.body.empty()},
      {"html", !message.html.empty()},       {"cc", !message.cc.empty()},
      {"bcc", !message.bcc.empty()},         {"reply-to", !message.reply_to.empty()},
      {"from", !message.from.empty()},       {"header", !message.headers.empty()},
      {"method", !message.method.empty()},   {"auth", !message.auth.empty()},
      {"sign", !message.sign.empty()},       {"attach", !message.files.empty()},
      {"raw", !message.raw.empty()}};
  for (const auto& [name, is_set] : members) {
    if (!is_set || std::find(wanted.begin(), wanted.end(), name) != wanted.end()) continue;
    throw Error(Errc::usage, Message("notify.unused", "the channel {{channel}} has no use for --{{option}}",
                                     {{"channel", message.channel}, {"option", name}}));
  }
}

}  // namespace objectos::notification
