#include "notification/twilio_channel.hpp"

#include <array>

#include "core/json_tree.hpp"
#include "core/percent.hpp"
#include "notification/http_outcome.hpp"
#include "notification/message_check.hpp"
#include "notification/sms_text.hpp"
#include "objectos/error.hpp"

namespace objectos::notification {
namespace {

constexpr std::size_t max_characters = 1600;
constexpr const char* public_endpoint = "https://api.twilio.com";

void append_field(std::string& form, std::string_view name, std::string_view value) {
  if (!form.empty()) form += '&';
  form.append(name).append("=").append(percent::encoded(value));
}

/// A member of the answer as text, or nothing: an answer that is no JSON is some proxy's.
struct Answer {
  std::string sid, code, message;
};
Answer read_answer(const HttpResponse& response) {
  Answer answer;
  try {
    const json::Node tree = json::parse_tree(response.body, {"answer", 1}, json::Reader::Dialect::strict);
    const auto text = [&tree](const char* name) {
      const json::Node* member = tree.find(name);
      if (!member || member->kind == json::Kind::null) return std::string();
      return member->kind == json::Kind::string ? member->string : std::string(member->text);
    };
    answer = {text("sid"), text("code"), text("message")};
  } catch (const Error&) {
  }
  return answer;
}

}  // namespace

TwilioChannel::TwilioChannel(HttpChannelSettings http, TwilioSettings settings)
    : HttpChannel(std::move(http)), settings_(std::move(settings)) {}

std::string TwilioChannel::name() const {
  return "sms";
}

void TwilioChannel::check(const NotificationMessage& message) const {
  if (settings_.provider != "twilio") {
    throw Error(Errc::usage, Message("notify.provider", "SMS cannot be sent by {{provider}} yet, only by twilio", {{"provider", settings_.provider}}))
        .at("notification.sms.provider");
  }
  require_setting("notification.sms.account_sid", settings_.account);
  if (message.from.empty()) require_setting("notification.sms.from", settings_.from);
  refuse_unused(message, std::array<std::string_view, 2>{"body", "from"});
  for (const std::string& to : message.to) {
    if (is_address_name(to) || is_phone_number(to)) continue;
    throw Error(
        Errc::usage, Message("notify.phone", "\"{{to}}\" is not a phone number", {{"to", to}}),
        Message("notify.phone_hint", "a number has a plus, the country's code and no blanks: +14155550100"));
  }
  refuse_empty(message);
  if (message.body.find('\0') != message.body.npos)
    throw Error(Errc::data, Message("notify.sms_text", "the text of an SMS holds no NUL"));
  const SmsLength length = sms_length(message.body);
  if (length.characters <= max_characters && length.segments <= settings_.max_segments) return;
  throw Error(
      Errc::data,
      Message("notify.sms_size",
              "the text is {{characters}} characters, {{segments}} SMS; at most {{most}} SMS are sent",
              {{"characters", length.characters},
               {"segments", length.segments},
               {"most", settings_.max_segments}}),
      length.is_gsm
          ? Message()
          : Message(
                "notify.sms_ucs2",
                "\"{{character}}\" is not of the GSM alphabet: an SMS has room for 70 characters, not 160",
                {{"character", length.first_other}}));
}

std::string TwilioChannel::destination(const NotificationMessage&, std::string_view) const {
  return "sms:twilio:" + settings_.account;
}

HttpRequest TwilioChannel::request(const char* method, std::string_view path) const {
  require_setting("notification.sms.account_sid", settings_.account);
  require_setting("notification.sms.auth_token", settings_.token);
  HttpRequest request;
  request.method = method;
  request.url = HttpUrl::parse(settings_.endpoint.empty() ? public_endpoint : settings_.endpoint);
  while (request.url.path.ends_with('/')) request.url.path.pop_back();
  request.url.path.append("/2010-04-01/Accounts/").append(percent::encoded(settings_.account)).append(path);
  request.url.login = {settings_.account, settings_.token, {}};
  return request;
}

HttpRequest TwilioChannel::request_of(const DeliveryAttempt& attempt) const {
  HttpRequest request = this->request("POST", "/Messages.json");
  const std::string& from = attempt.message.from.empty() ? settings_.from : attempt.message.from;
  require_setting("notification.sms.from", from);
  request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}};
  append_field(request.body, "To", attempt.addresses[0].text);
  append_field(request.body, from.starts_with("MG") ? "MessagingServiceSid" : "From", from);
  append_field(request.body, "Body", attempt.message.body);
  return request;
}

DeliveryOutcome TwilioChannel::judge(const HttpResponse& response, const HttpRequest& request) const {
  DeliveryOutcome outcome = outcome_of_status(response, request.url);
  const Answer answer = read_answer(response);
  if (outcome.kind == DeliveryClass::ok) {
    outcome.provider_id = answer.sid;
    return outcome;
  }
  if (!answer.code.empty()) outcome.code = answer.code;
  if (!answer.message.empty()) outcome.error = "Twilio: " + answer.message + " (" + outcome.code + ")";
  if (response.status == 401) outcome.kind = DeliveryClass::config;
  outcome.pauses_destination = response.status == 401 || response.status == 429 || response.status == 503;
  return outcome;
}

/// Reads the account, which needs the same login.
void TwilioChannel::test() {
  const HttpRequest request = this->request("GET", ".json");
  const DeliveryOutcome outcome = judge(ask(request), request);
  if (outcome.kind == DeliveryClass::ok) return;
  const Errc code = outcome.kind == DeliveryClass::transient ? Errc::unavailable : Errc::denied;
  throw Error(code, Message("notify.refused", "{{reason}}", {{"reason", outcome.error}}));
}

}  // namespace objectos::notification
