// One request to a URL.
#pragma once

#include <optional>

#include "notification/http_channel.hpp"

namespace objectos::notification {

class WebhookChannel final : public HttpChannel {
 public:
  /// `allow_private`: whether private addresses may be called; nothing: as the message says.
  WebhookChannel(HttpChannelSettings settings, std::optional<bool> allow_private);
  std::string name() const override;
  void check(const NotificationMessage& message) const override;
  std::string destination(const NotificationMessage& message, std::string_view to) const override;

 private:
  HttpRequest request_of(const DeliveryAttempt& attempt) const override;
  DeliveryOutcome judge(const HttpResponse& response, const HttpRequest& request) const override;
  std::optional<bool> allow_private_;
};

}  // namespace objectos::notification
