// What an answer over HTTP, or none, says of a delivery.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "objectos/http_client.hpp"
#include "objectos/notification_channel.hpp"

namespace objectos::notification {

using OpenHttpClient = std::function<std::shared_ptr<HttpClient>()>;

/// What a channel over HTTP takes from the configuration.
struct HttpChannelSettings {
  OpenHttpClient open;
  std::string ca;
  bool repeats_ambiguous = true;
  Millis connect_timeout{2'000};
  Millis timeout{15'000};  ///< receivers of webhooks are given 15 to 30 s (Standard Webhooks)
};

/// By the status alone. 429, 502, 503 and 504 are about the whole destination.
DeliveryOutcome outcome_of_status(const HttpResponse& response, const HttpUrl& url);
/// Of a request that got no answer.
DeliveryOutcome outcome_of(const HttpError& error);
/// Sends it: the answer's outcome by `judge`, or what the lack of one means.
DeliveryOutcome exchange(HttpClient& client, const HttpRequest& request,
                         const std::function<DeliveryOutcome(const HttpResponse&)>& judge);

/// The request as it goes over the wire, secrets as ***.
std::string request_text(const HttpRequest& request);

/// Error(usage), naming the option `header`, for a name or value that would be another header on the wire, or
/// that is not the caller's to set.
void check_headers(const std::vector<HttpHeader>& headers);

}  // namespace objectos::notification
