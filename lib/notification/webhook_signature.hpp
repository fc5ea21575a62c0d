// Signatures of webhooks, made and checked.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "objectos/http_client.hpp"
#include "objectos/notification_channel.hpp"

namespace objectos::notification {

/// Error(usage) for a secret that the scheme cannot use.
void check_signature(const DeliverySignature& signature);

/// The headers that sign `body`. `id` is the webhook's, the same for each try; the time is that of the try.
///   standard: Standard Webhooks 1.0.0, https://github.com/standard-webhooks/standard-webhooks; secrets are
///   `whsec_` and base64. github:
///   https://docs.github.com/webhooks/using-webhooks/validating-webhook-deliveries stripe:
///   https://docs.stripe.com/webhooks#verify-manually
std::vector<HttpHeader> sign_headers(const DeliverySignature& signature, std::string_view id,
                                     std::int64_t now_ms, std::string_view body);

/// Whether one of the secrets has signed the body, and, where the scheme has a time, at most five minutes
/// before or after `now_ms`. Names of headers in lower case.
bool is_signed(const DeliverySignature& signature, const std::vector<HttpHeader>& headers,
               std::string_view body, std::int64_t now_ms);

}  // namespace objectos::notification
