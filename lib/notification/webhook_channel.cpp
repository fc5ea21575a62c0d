#include "notification/webhook_channel.hpp"

#include <algorithm>
#include <array>

#include "core/ascii.hpp"
#include "notification/http_outcome.hpp"
#include "notification/message_check.hpp"
#include "notification/webhook_signature.hpp"
#include "objectos/error.hpp"
#include "objectos/json.hpp"

namespace objectos::notification {
namespace {

/// https://github.com/standard-webhooks/standard-webhooks: payloads stay under 20 kB.
constexpr std::size_t max_standard_body = 20'000;

constexpr const char* id_header = "webhook-id";

void check_method(std::string_view method) {
  if (method == "POST" || method == "PUT" || method == "PATCH") return;
  throw Error(Errc::usage, Message("notify.method", "a webhook is called by POST, PUT or PATCH"));
}

bool is_token(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
  });
}

/// Refuses a name or value that would be another header on the wire, or that is not the caller's to set.
void check_headers(const std::vector<HttpHeader>& headers) {
  constexpr std::array<std::string_view, 8> reserved = {
      "host",          "content-length", "transfer-encoding", "connection",
      "authorization", "webhook-id",     "webhook-timestamp", "webhook-signature"};
  for (const auto& [name, value] : headers) {
    if (!is_token(name) || value.find_first_of(std::string_view("\r\n\0", 3)) != value.npos)
      throw Error(Errc::usage, Message("notify.header", "this is no header: one line, NAME: VALUE"))
          .at("header");
    const bool is_reserved =
        std::any_of(reserved.begin(), reserved.end(),
                    [&named = name](std::string_view other) { return ascii::equal_folded(named, other); });
    if (is_reserved) {
      throw Error(
          Errc::usage,
          Message("notify.reserved_header", "the header {{name}} is set by objectos", {{"name", name}}),
          ascii::equal_folded(name, "authorization")
              ? Message("notify.authorization_hint",
                        "a login is named by --auth, so that it is no secret on the command line")
              : Message())
          .at("header");
    }
  }
}

bool is_json(std::string_view text) {
  try {
    json::check(text);
    return true;
  } catch (const Error&) {
    return false;
  }
}

bool has_header(const std::vector<HttpHeader>& headers, std::string_view name) {
  return std::any_of(headers.begin(), headers.end(),
                     [&](const HttpHeader& header) { return ascii::equal_folded(header.first, name); });
}

}  // namespace

WebhookChannel::WebhookChannel(HttpChannelSettings settings, std::optional<bool> allow_private)
    : HttpChannel(std::move(settings)), allow_private_(allow_private) {}

std::string WebhookChannel::name() const {
  return "webhook";
}

void WebhookChannel::check(const NotificationMessage& message) const {
  refuse_unused(message, std::array<std::string_view, 5>{"body", "header", "method", "auth", "sign"});
  if (!message.method.empty()) check_method(message.method);
  check_headers(message.headers);
  check_urls(message);
  if (message.sign.starts_with("standard:") && message.body.size() >= max_standard_body) {
    throw Error(Errc::data, Message("notify.webhook_size",
                                    "the body has {{size}} bytes; Standard Webhooks allow less than {{most}}",
                                    {{"size", message.body.size()}, {"most", max_standard_body}}));
  }
}

std::string WebhookChannel::destination(const NotificationMessage& message, std::string_view to) const {
  // A login is an account, which may be refused or slowed down where others are not.
  return "webhook:" + place_of(to) + (message.auth.empty() ? "" : " as " + message.auth);
}

HttpRequest WebhookChannel::request_of(const DeliveryAttempt& attempt) const {
  const NotificationMessage& message = attempt.message;
  const DeliveryAddress& address = attempt.addresses[0];
  const Delivery& delivery = attempt.deliveries[0];
  HttpRequest request;
  request.url = HttpUrl::parse(address.text);
  if (has_login(address.login)) request.url.login = address.login;
  request.method = !message.method.empty()   ? message.method
                   : !address.method.empty() ? address.method
                                             : "POST";
  check_method(request.method);
  request.headers = message.headers;
  for (const HttpHeader& header : address.headers) request.headers.push_back(header);
  request.body = message.body;
  if (!has_header(request.headers, "content-type"))
    request.headers.emplace_back("Content-Type",
                                 is_json(message.body) ? "application/json" : "text/plain; charset=utf-8");
  request.headers.emplace_back(id_header, delivery.id);
  for (HttpHeader& header : sign_headers(address.signature, delivery.id, attempt.now_ms, message.body))
    request.headers.push_back(std::move(header));
  request.allow_private = allow_private_.value_or(message.may_reach_private);
  return request;
}

/// A receiver gives no name of its own: it knows the call by ours.
DeliveryOutcome WebhookChannel::judge(const HttpResponse& response, const HttpRequest& request) const {
  DeliveryOutcome outcome = outcome_of_status(response, request.url);
  const auto id = std::find_if(request.headers.begin(), request.headers.end(),
                               [](const HttpHeader& header) { return header.first == id_header; });
  if (outcome.kind == DeliveryClass::ok && id != request.headers.end()) outcome.provider_id = id->second;
  return outcome;
}

}  // namespace objectos::notification
