#include "notification/http_channel.hpp"

#include "notification/http_outcome.hpp"
#include "objectos/log.hpp"
#include "objectos/version.hpp"

namespace objectos::notification {
namespace {

std::string authorization(const HttpLogin& login) {
  if (!has_login(login)) return {};
  return login.bearer.empty() ? "Authorization: Basic ***\r\n" : "Authorization: Bearer ***\r\n";
}

/// The request as it goes over the wire: as libcurl writes it, secrets as ***.
std::string request_text(const HttpRequest& request) {
  const HttpUrl& url = request.url;
  const bool has_port = url.port != (url.is_secure ? 443 : 80);
  std::string text =
      request.method + " " + url.path + (url.query.empty() ? "" : "?" + url.query) + " HTTP/1.1\r\n";
  const std::string host = url.host.find(':') == url.host.npos ? url.host : "[" + url.host + "]";
  text += "Host: " + host + (has_port ? ":" + std::to_string(url.port) : "") + "\r\n";
  text += authorization(url.login);
  text += "User-Agent: objectos/" OBJECTOS_VERSION "\r\nAccept: */*\r\n";
  for (const auto& [name, value] : request.headers) text += name + ": " + value + "\r\n";
  text += "Content-Length: " + std::to_string(request.body.size()) + "\r\n\r\n" + request.body;
  return redact(text);
}

}  // namespace

bool has_login(const HttpLogin& login) noexcept {
  return !login.bearer.empty() || !login.user.empty() || !login.password.empty();
}

HttpChannel::HttpChannel(HttpChannelSettings settings) : settings_(std::move(settings)) {}

HttpResponse HttpChannel::ask(HttpRequest request) const {
  request.connect_timeout = settings_.connect_timeout;
  request.timeout = settings_.timeout;
  request.ca = settings_.ca;
  return settings_.open()->send(request);
}

std::vector<DeliveryOutcome> HttpChannel::deliver(const DeliveryAttempt& attempt) {
  HttpRequest request = request_of(attempt);
  request.body_begins = attempt.body_begins;
  try {
    DeliveryOutcome outcome = judge(ask(request), request);
    // A bare URL that refuses is one of many on its host.
    const bool is_refused = outcome.kind == DeliveryClass::permanent;
    if (is_refused && !has_login(request.url.login) && !is_address_name(attempt.deliveries[0].to))
      outcome.pauses_destination = false;
    return {outcome};
  } catch (const HttpError& error) {
    return {outcome_of(error)};
  }
}

std::string HttpChannel::preview(const DeliveryAttempt& attempt) {
  return request_text(request_of(attempt));
}

bool HttpChannel::repeats_ambiguous() const {
  return settings_.repeats_ambiguous;
}

void HttpChannel::check_urls(const NotificationMessage& message) {
  for (const std::string& to : message.to) {
    if (!is_address_name(to)) HttpUrl::parse(to);
  }
}

std::string HttpChannel::place_of(std::string_view to) {
  return is_address_name(to) ? std::string(to) : HttpUrl::parse(to).place();
}

}  // namespace objectos::notification
