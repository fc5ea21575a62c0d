// What an answer over HTTP, or none, says of a delivery.
#pragma once

#include "objectos/http_client.hpp"
#include "objectos/notification_channel.hpp"

namespace objectos::notification {

/// By the status alone. 429, 502, 503 and 504 are about the whole destination, 401 and 403 about us.
DeliveryOutcome outcome_of_status(const HttpResponse& response, const HttpUrl& url);
/// Of a request that got no answer.
DeliveryOutcome outcome_of(const HttpError& error);

}  // namespace objectos::notification
