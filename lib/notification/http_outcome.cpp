#include "notification/http_outcome.hpp"

#include <algorithm>
#include <array>

#include "objectos/error.hpp"
#include "objectos/log.hpp"
#include "objectos/version.hpp"

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

bool is_token(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
  });
}

bool equal_names(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [&](char x, char y) { return lower(x) == lower(y); });
}

std::string authorization(const HttpLogin& login) {
  if (!login.bearer.empty()) return "Authorization: Bearer ***\r\n";
  if (!login.user.empty() || !login.password.empty()) return "Authorization: Basic ***\r\n";
  return {};
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

DeliveryOutcome exchange(HttpClient& client, const HttpRequest& request,
                         const std::function<DeliveryOutcome(const HttpResponse&)>& judge) {
  try {
    return judge(client.send(request));
  } catch (const HttpError& error) {
    return outcome_of(error);
  }
}

/// As libcurl writes it.
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
                    [&named = name](std::string_view other) { return equal_names(named, other); });
    if (is_reserved) {
      throw Error(
          Errc::usage,
          Message("notify.reserved_header", "the header {{name}} is set by objectos", {{"name", name}}),
          equal_names(name, "authorization")
              ? Message("notify.authorization_hint",
                        "a login is named by --auth, so that it is no secret on the command line")
              : Message())
          .at("header");
    }
  }
}

}  // namespace objectos::notification
