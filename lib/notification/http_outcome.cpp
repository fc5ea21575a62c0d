#include "notification/http_outcome.hpp"

#include "objectos/error.hpp"

namespace objectos::notification {
namespace {

bool is_transient(int status) {
  return status == 408 || status == 425 || status == 429 || status >= 500;
}
bool is_about_destination(int status) {
  return status == 401 || status == 403 || status == 429 || status == 502 || status == 503 || status == 504;
}

std::string words_of(const HttpResponse& response, const HttpUrl& url) {
  std::string words = url.place() + " answered " + std::to_string(response.status);
  if (response.status >= 300 && response.status < 400) return words + ": redirects are not followed";
  const std::string excerpt = response.excerpt();
  return excerpt.empty() ? words : words + ": " + excerpt;
}

}  // namespace

DeliveryOutcome outcome_of_status(const HttpResponse& response, const HttpUrl& url) {
  DeliveryOutcome outcome;
  outcome.code = std::to_string(response.status);
  if (response.status >= 200 && response.status < 300) return outcome;
  outcome.kind = is_transient(response.status) ? DeliveryClass::transient : DeliveryClass::permanent;
  outcome.wait = response.retry_after;
  outcome.pauses_destination = is_about_destination(response.status);
  outcome.error = words_of(response, url);
  return outcome;
}

DeliveryOutcome outcome_of(const HttpError& error) {
  DeliveryOutcome outcome;
  outcome.error = error.what();
  switch (error.failure()) {
    case HttpFailure::not_sent: outcome.kind = DeliveryClass::transient; break;
    case HttpFailure::unknown: outcome.kind = DeliveryClass::ambiguous; break;
    case HttpFailure::untrusted: outcome.kind = DeliveryClass::config; break;
    case HttpFailure::refused: outcome.kind = DeliveryClass::permanent; break;
  }
  outcome.pauses_destination = outcome.kind != DeliveryClass::permanent;
  return outcome;
}

}  // namespace objectos::notification
