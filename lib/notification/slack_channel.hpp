// Incoming webhooks of Slack, https://api.slack.com/messaging/webhooks
#pragma once

#include "notification/http_outcome.hpp"

namespace objectos::notification {

class SlackChannel final : public Channel {
 public:
  explicit SlackChannel(HttpChannelSettings settings);
  std::string name() const override;
  void check(const NotificationMessage& message) const override;
  std::string destination(const NotificationMessage& message, std::string_view to) const override;
  std::vector<DeliveryOutcome> deliver(const DeliveryAttempt& attempt) override;
  std::string preview(const DeliveryAttempt& attempt) override;
  bool repeats_ambiguous() const override;
  void prepare() noexcept override;

 private:
  HttpRequest request_of(const DeliveryAttempt& attempt) const;
  HttpChannelSettings settings_;
};

}  // namespace objectos::notification
