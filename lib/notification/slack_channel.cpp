#include "notification/slack_channel.hpp"

#include <array>

#include "notification/inbox_channel.hpp"
#include "notification/load_quietly.hpp"
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

/// A path of Slack's is a secret; of a redirect or a proxy other things may come with 200.
DeliveryOutcome judge(const HttpResponse& response, const HttpUrl& url) {
  DeliveryOutcome outcome = outcome_of_status(response, url);
  if (outcome.kind == DeliveryClass::ok && response.body != "ok") {
    outcome.kind = DeliveryClass::permanent;
    outcome.error = url.place() + " did not answer \"ok\": " + response.excerpt();
  }
  return outcome;
}

}  // namespace

SlackChannel::SlackChannel(HttpChannelSettings settings) : settings_(std::move(settings)) {}

std::string SlackChannel::name() const {
  return "slack";
}

void SlackChannel::check(const NotificationMessage& message) const {
  refuse_unused(message, std::array<std::string_view, 2>{"subject", "body"});
  if (message.body.empty() && message.subject.empty())
    throw Error(Errc::usage, Message("notify.empty", "the message says nothing: its body is empty"));
  if (text_of(message).size() > max_text) {
    throw Error(Errc::data,
                Message("notify.slack_size", "the text has {{size}} bytes, and Slack takes {{most}}",
                        {{"size", text_of(message).size()}, {"most", max_text}}));
  }
  for (const std::string& to : message.to) {
    if (!is_address_name(to)) HttpUrl::parse(to);
  }
}

std::string SlackChannel::destination(const NotificationMessage&, std::string_view to) const {
  return "slack:" + (is_address_name(to) ? std::string(to) : HttpUrl::parse(to).place());
}

HttpRequest SlackChannel::request_of(const DeliveryAttempt& attempt) const {
  HttpRequest request;
  request.method = "POST";
  request.url = HttpUrl::parse(attempt.addresses[0].text);
  constexpr std::size_t shortest_secret = 16;  // a path of Slack's is longer
  if (request.url.path.size() >= shortest_secret) add_secret(request.url.path);
  request.headers = {{"Content-Type", "application/json"}};
  request.body = "{\"text\":" + json::quoted(text_of(attempt.message)) + "}";
  request.connect_timeout = settings_.connect_timeout;
  request.timeout = settings_.timeout;
  request.ca = settings_.ca;
  request.body_begins = attempt.body_begins;
  return request;
}

std::vector<DeliveryOutcome> SlackChannel::deliver(const DeliveryAttempt& attempt) {
  const HttpRequest request = request_of(attempt);
  const auto client = settings_.open();
  return {
      exchange(*client, request, [&](const HttpResponse& response) { return judge(response, request.url); })};
}

std::string SlackChannel::preview(const DeliveryAttempt& attempt) {
  return request_text(request_of(attempt));
}

bool SlackChannel::repeats_ambiguous() const {
  return settings_.repeats_ambiguous;
}

void SlackChannel::prepare() noexcept {
  load_quietly(settings_.open);
}

}  // namespace objectos::notification
