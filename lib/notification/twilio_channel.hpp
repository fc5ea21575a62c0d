// SMS by Twilio, https://www.twilio.com/docs/messaging/api/message-resource
#pragma once

#include "notification/http_channel.hpp"

namespace objectos::notification {

struct TwilioSettings {
  std::string provider = "twilio";  ///< another one is refused
  std::string account;  ///< AC…
  std::string token;
  std::string from;      ///< a number, or MG… for a messaging service
  std::string endpoint;  ///< empty: Twilio's own
  std::size_t max_segments = 10;
};

class TwilioChannel final : public HttpChannel {
 public:
  TwilioChannel(HttpChannelSettings http, TwilioSettings settings);
  std::string name() const override;
  void check(const NotificationMessage& message) const override;
  std::string destination(const NotificationMessage& message, std::string_view to) const override;
  void test() override;

 private:
  HttpRequest request(const char* method, std::string_view path) const;
  HttpRequest request_of(const DeliveryAttempt& attempt) const override;
  DeliveryOutcome judge(const HttpResponse& response, const HttpRequest& request) const override;
  TwilioSettings settings_;
};

}  // namespace objectos::notification
