#include "notification/fill_message.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "objectos/error.hpp"

namespace objectos::notification {
namespace {

struct Wanted {
  std::string_view channel;
  std::array<MessagePart, 2> body;  ///< the first that there is
  bool has_subject;
  bool has_html;
};
constexpr Wanted wanted[] = {{"email", {MessagePart::text, MessagePart::text}, true, true},
                             {"sms", {MessagePart::sms, MessagePart::text}, false, false},
                             {"webhook", {MessagePart::json, MessagePart::text}, false, false}};
constexpr Wanted others = {"", {MessagePart::text, MessagePart::text}, true, false};

const Wanted& wanted_by(std::string_view channel) {
  const auto found = std::find_if(std::begin(wanted), std::end(wanted),
                                  [&](const Wanted& one) { return one.channel == channel; });
  return found == std::end(wanted) ? others : *found;
}

}  // namespace

void fill_message(NotificationMessage& message, std::vector<RenderedPart> parts, std::string_view name) {
  bool has_any = false;
  const auto take = [&](MessagePart part, std::string& to) {
    const auto found = std::find_if(parts.begin(), parts.end(),
                                    [part](const RenderedPart& one) { return one.part == part; });
    if (found == parts.end()) return false;
    has_any = true;
    if (to.empty()) to = found->text;
    return true;
  };
  const Wanted& by = wanted_by(message.channel);
  if (by.has_subject) take(MessagePart::subject, message.subject);
  if (!take(by.body[0], message.body)) take(by.body[1], message.body);
  if (by.has_html) take(MessagePart::html, message.html);
  if (has_any) return;
  throw Error(Errc::usage,
              Message("notify.no_part", "the template {{name}} has no part for the channel {{channel}}",
                      {{"name", name}, {"channel", message.channel}}));
}

}  // namespace objectos::notification
