// Incoming webhooks of Slack, https://api.slack.com/messaging/webhooks
#pragma once

#include "notification/http_channel.hpp"

namespace objectos::notification {

class SlackChannel final : public HttpChannel {
 public:
  using HttpChannel::HttpChannel;
  std::string name() const override;
  void check(const NotificationMessage& message) const override;
  std::string destination(const NotificationMessage& message, std::string_view to) const override;

 private:
  HttpRequest request_of(const DeliveryAttempt& attempt) const override;
  DeliveryOutcome judge(const HttpResponse& response, const HttpRequest& request) const override;
};

}  // namespace objectos::notification
