#include "notification/slack_channel.hpp"

#include <array>

#include "notification/http_outcome.hpp"
#include "notification/message_check.hpp"
#include "objectos/error.hpp"
#include "objectos/json.hpp"
#include "objectos/log.hpp"

namespace objectos::notification {
namespace {

/// Slack cuts a text that is longer (https://api.slack.com/reference/messaging/payload).
constexpr std::size_t max_text = 40'000;

/// So that what others may have written calls nobody: `<!channel>` and the like are made of these.
std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      default: out += c;
    }
  }
  return out;
}

std::string text_of(const NotificationMessage& message) {
  std::string text;
  if (!message.subject.empty()) text = "*" + escaped(message.subject) + "*\n";
  return text + escaped(message.body);
}

}  // namespace

std::string SlackChannel::name() const {
  return "slack";
}

void SlackChannel::check(const NotificationMessage& message) const {
  refuse_unused(message, std::array<std::string_view, 2>{"subject", "body"});
  refuse_empty(message);
  if (text_of(message).size() > max_text) {
    throw Error(Errc::data,
                Message("notify.slack_size", "the text has {{size}} bytes, and Slack takes {{most}}",
                        {{"size", text_of(message).size()}, {"most", max_text}}));
  }
  check_urls(message);
}

std::string SlackChannel::destination(const NotificationMessage&, std::string_view to) const {
  return "slack:" + place_of(to);
}

HttpRequest SlackChannel::request_of(const DeliveryAttempt& attempt) const {
  HttpRequest request;
  request.method = "POST";
  request.url = HttpUrl::parse(attempt.addresses[0].text);
  constexpr std::size_t shortest_secret = 16;  // a path of Slack's is longer
  if (request.url.path.size() >= shortest_secret) add_secret(request.url.path);
  request.headers = {{"Content-Type", "application/json"}};
  request.body = "{\"text\":" + json::quoted(text_of(attempt.message)) + "}";
  return request;
}

/// Of a redirect or a proxy other things may come with 200.
DeliveryOutcome SlackChannel::judge(const HttpResponse& response, const HttpRequest& request) const {
  DeliveryOutcome outcome = outcome_of_status(response, request.url);
  if (outcome.kind == DeliveryClass::ok && response.body != "ok") {
    outcome.kind = DeliveryClass::permanent;
    outcome.error = request.url.place() + " did not answer \"ok\": " + response.excerpt();
  }
  return outcome;
}

}  // namespace objectos::notification
