#include "commands/alert_messages.hpp"

#include "commands/metrics.hpp"
#include "objectos/digest.hpp"
#include "objectos/json.hpp"
#include "objectos/log.hpp"
#include "objectos/notification_queue.hpp"

namespace objectos::cli {
namespace {

constexpr const char* usual_recipient = "@alerts";

std::string title_of(const Alert& alert) {
  return "[" + std::string(alert_state_name(alert.state)) + "] " +
         metrics::series_name(alert.name, alert.labels);
}

/// For people: the annotations, then the numbers.
std::string text_of(const Alert& alert) {
  std::string text;
  for (const auto& [name, words] : alert.annotations)
    text += (name == "summary" ? "" : name + ": ") + words + "\n";
  return text + "value: " + metric_number(alert.value) + "\nsince: " + format_time(alert.since) + "\n";
}

/// For programs: what `alerts check --json` says of it, and the annotations.
std::string json_of(const Alert& alert) {
  std::string text;
  append_alert_json(text, alert);
  text.pop_back();
  text += ",\"annotations\":{";
  for (const auto& [name, words] : alert.annotations)
    text += (text.ends_with('{') ? "" : ",") + json::quoted(name) + ":" + json::quoted(words);
  return text + "}}";
}

/// What has not gone out is told: nobody else looks at the results.
void log_undelivered(const std::string& alert, const Delivery& delivery) {
  if (delivery.state == DeliveryState::sent || delivery.error.empty()) return;
  const bool is_over = is_final(delivery.state);
  Logger("alerts").warning(alert + ": " + shown_recipient(delivery) +
                           (is_over ? ": not delivered: " : ": left in the queue, for notify flush: ") +
                           delivery.error);
}

}  // namespace

AlertMessages::AlertMessages(Notification& notification, const std::vector<AlertRule>& rules)
    : notification_(notification) {
  for (const AlertRule& rule : rules) {
    std::vector<std::string>& all = recipients_[rule.name];
    all = rule.notify;
    if (all.empty()) all.emplace_back(usual_recipient);
    try {
      AlertNews any;
      any.alert.name = rule.name;
      for (const std::string& to : all) notification_.check(message_of(any, to));
    } catch (const Error& error) {
      throw error.at(rule.name);
    }
  }
}

NotificationMessage AlertMessages::message_of(const AlertNews& news, const std::string& to) const {
  NotificationMessage message;
  message.to = {to};
  notification_.expand_targets(message);
  const std::string text = text_of(news.alert);
  if (message.channel == "webhook") {
    message.body = json_of(news.alert);
  } else if (message.channel == "sms") {
    message.body = title_of(news.alert);
  } else {
    message.subject = title_of(news.alert);
    message.body = text;
  }
  message.idempotency_key = "alert:" + sha256_hex(news.id + "\n" + to);
  return message;
}

void AlertMessages::send(std::span<const AlertNews> news) const {
  for (const AlertNews& item : news) {
    const auto found = recipients_.find(item.alert.name);
    if (found == recipients_.end()) continue;
    for (const std::string& to : found->second) {
      for (const Delivery& delivery : notification_.send(message_of(item, to)))
        log_undelivered(item.alert.name, delivery);
    }
  }
}

}  // namespace objectos::cli
