// What channels over HTTP have in common: one request for each delivery, judged by its answer.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "objectos/http_client.hpp"
#include "objectos/notification_channel.hpp"

namespace objectos::notification {

/// What a channel over HTTP takes from the configuration.
struct HttpChannelSettings {
  std::function<std::shared_ptr<HttpClient>()> open;
  std::string ca;
  bool repeats_ambiguous = true;
  Millis connect_timeout{2'000};
  Millis timeout{15'000};  ///< receivers of webhooks are given 15 to 30 s (Standard Webhooks)
};

bool has_login(const HttpLogin& login) noexcept;

class HttpChannel : public Channel {
 public:
  explicit HttpChannel(HttpChannelSettings settings);
  std::vector<DeliveryOutcome> deliver(const DeliveryAttempt& attempt) final;
  std::string preview(const DeliveryAttempt& attempt) final;
  bool repeats_ambiguous() const final;

 protected:
  /// What this delivery asks for; times and authorities are set afterwards.
  virtual HttpRequest request_of(const DeliveryAttempt& attempt) const = 0;
  virtual DeliveryOutcome judge(const HttpResponse& response, const HttpRequest& request) const = 0;
  /// A request of any kind, whatever its answer.
  HttpResponse ask(HttpRequest request) const;
  /// Error(usage) for an address that is no URL; names of addresses are not looked up.
  static void check_urls(const NotificationMessage& message);
  /// The host of a URL, or the name of an address.
  static std::string place_of(std::string_view to);

 private:
  HttpChannelSettings settings_;
};

}  // namespace objectos::notification
