// One request to a URL.
#pragma once

#include "notification/http_outcome.hpp"

namespace objectos::notification {

struct WebhookSettings {
  HttpChannelSettings http;
  std::optional<bool> allow_private;  ///< nothing: as the message says
};

class WebhookChannel final : public Channel {
 public:
  explicit WebhookChannel(WebhookSettings settings);
  std::string name() const override;
  void check(const NotificationMessage& message) const override;
  std::string destination(const NotificationMessage& message, std::string_view to) const override;
  std::vector<DeliveryOutcome> deliver(const DeliveryAttempt& attempt) override;
  std::string preview(const DeliveryAttempt& attempt) override;
  bool repeats_ambiguous() const override;
  void prepare() noexcept override;

 private:
  HttpRequest request_of(const DeliveryAttempt& attempt) const;
  WebhookSettings settings_;
};

}  // namespace objectos::notification
