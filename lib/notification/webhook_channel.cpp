#include "notification/webhook_channel.hpp"

#include <algorithm>
#include <array>

#include "notification/inbox_channel.hpp"
#include "notification/load_quietly.hpp"
#include "notification/webhook_signature.hpp"
#include "objectos/error.hpp"
#include "objectos/json.hpp"

namespace objectos::notification {
namespace {

/// https://github.com/standard-webhooks/standard-webhooks: payloads stay under 20 kB.
constexpr std::size_t max_standard_body = 20'000;

bool is_json(std::string_view text) {
  try {
    json::check(text);
    return true;
  } catch (const Error&) {
    return false;
  }
}

bool has_header(const std::vector<HttpHeader>& headers, std::string_view lower) {
  return std::any_of(headers.begin(), headers.end(), [&](const HttpHeader& header) {
    return std::equal(header.first.begin(), header.first.end(), lower.begin(), lower.end(),
                      [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a + 32 : a) == b; });
  });
}

}  // namespace

WebhookChannel::WebhookChannel(WebhookSettings settings) : settings_(std::move(settings)) {}

std::string WebhookChannel::name() const {
  return "webhook";
}

void WebhookChannel::check(const NotificationMessage& message) const {
  refuse_unused(message, std::array<std::string_view, 5>{"body", "header", "method", "auth", "sign"});
  constexpr std::array<std::string_view, 4> methods = {"", "POST", "PUT", "PATCH"};
  if (std::find(methods.begin(), methods.end(), message.method) == methods.end())
    throw Error(Errc::usage, Message("notify.method", "a webhook is called by POST, PUT or PATCH"));
  check_headers(message.headers);
  for (const std::string& to : message.to) {
    if (!is_address_name(to)) HttpUrl::parse(to);
  }
  if (message.sign.starts_with("standard:") && message.body.size() >= max_standard_body) {
    throw Error(Errc::data, Message("notify.webhook_size",
                                    "the body has {{size}} bytes; Standard Webhooks allow less than {{most}}",
                                    {{"size", message.body.size()}, {"most", max_standard_body}}));
  }
}

std::string WebhookChannel::destination(const NotificationMessage&, std::string_view to) const {
  return "webhook:" + (is_address_name(to) ? std::string(to) : HttpUrl::parse(to).place());
}

HttpRequest WebhookChannel::request_of(const DeliveryAttempt& attempt) const {
  const NotificationMessage& message = attempt.message;
  const DeliveryAddress& address = attempt.addresses[0];
  const Delivery& delivery = attempt.deliveries[0];
  check_signature(address.signature);
  HttpRequest request;
  request.url = HttpUrl::parse(address.text);
  if (!address.login.bearer.empty() || !address.login.user.empty() || !address.login.password.empty())
    request.url.login = address.login;
  request.method = !message.method.empty()   ? message.method
                   : !address.method.empty() ? address.method
                                             : "POST";
  request.headers = message.headers;
  for (const HttpHeader& header : address.headers) request.headers.push_back(header);
  request.body = message.body;
  if (!has_header(request.headers, "content-type"))
    request.headers.emplace_back("Content-Type",
                                 is_json(message.body) ? "application/json" : "text/plain; charset=utf-8");
  request.headers.emplace_back("webhook-id", delivery.id);
  for (HttpHeader& header : sign_headers(address.signature, delivery.id, attempt.now_ms, message.body))
    request.headers.push_back(std::move(header));
  request.connect_timeout = settings_.http.connect_timeout;
  request.timeout = settings_.http.timeout;
  request.ca = settings_.http.ca;
  request.allow_private = settings_.allow_private.value_or(true) && message.may_reach_private;
  request.body_begins = attempt.body_begins;
  return request;
}

std::vector<DeliveryOutcome> WebhookChannel::deliver(const DeliveryAttempt& attempt) {
  const HttpRequest request = request_of(attempt);
  const auto client = settings_.http.open();
  DeliveryOutcome outcome = exchange(*client, request, [&](const HttpResponse& response) {
    return outcome_of_status(response, request.url);
  });
  if (outcome.kind == DeliveryClass::ok) outcome.provider_id = attempt.deliveries[0].id;
  return {std::move(outcome)};
}

std::string WebhookChannel::preview(const DeliveryAttempt& attempt) {
  return request_text(request_of(attempt));
}

bool WebhookChannel::repeats_ambiguous() const {
  return settings_.http.repeats_ambiguous;
}

void WebhookChannel::prepare() noexcept {
  load_quietly(settings_.http.open);
}

}  // namespace objectos::notification
