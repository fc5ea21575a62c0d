#include "objectos/notification_queue.hpp"

#include <algorithm>

#include "objectos/json.hpp"
#include "objectos/log.hpp"
#include "objectos/text.hpp"

namespace objectos {

NotificationQueue::~NotificationQueue() = default;

namespace {

std::string text_or_null(std::string_view text) {
  return text.empty() ? "null" : json::quoted(text);
}

}  // namespace

std::string shown_recipient(const Delivery& delivery) {
  const auto host = delivery.to.find("://");
  const auto query = delivery.to.find('?');
  if (delivery.channel == "webhook" && host != std::string::npos && query != std::string::npos)
    return redact(delivery.to.substr(0, query)) + "?***";
  if (delivery.channel != "slack" || host == std::string::npos) return redact(delivery.to);
  return redact(delivery.to.substr(0, delivery.to.find('/', host + 3))) + "/***";
}

void append_delivery_json(std::string& out, const Delivery& delivery) {
  const bool has_next = delivery.state == DeliveryState::queued || delivery.state == DeliveryState::retrying;
  out += "{\"id\":" + json::quoted(delivery.id) + ",\"channel\":" + json::quoted(delivery.channel) +
         ",\"to\":" + json::quoted(shown_recipient(delivery)) +
         ",\"state\":" + json::quoted(delivery_state_name(delivery.state)) +
         ",\"class\":" + text_or_null(delivery_class_name(delivery.kind)) +
         ",\"code\":" + text_or_null(delivery.code) +
         ",\"provider_id\":" + text_or_null(delivery.provider_id) +
         ",\"attempts\":" + std::to_string(delivery.attempts) +
         ",\"next_attempt_at\":" + (has_next ? json::quoted(format_time(delivery.next_attempt_at)) : "null") +
         ",\"error\":" + text_or_null(delivery.error) + "}";
}

void append_queue_json(std::string& out, const QueueCounts& counts, std::int64_t now_ms) {
  const std::pair<const char*, std::uint64_t> numbers[] = {
      {"{\"queued\":", counts.of(DeliveryState::queued) + counts.of(DeliveryState::sending)},
      {",\"retrying\":", counts.of(DeliveryState::retrying)},
      {",\"sent\":", counts.of(DeliveryState::sent)},
      {",\"dead\":", counts.of(DeliveryState::dead)},
      {",\"unknown\":", counts.of(DeliveryState::unknown)}};
  for (const auto& [name, number] : numbers) out.append(name).append(std::to_string(number));
  const std::int64_t age = std::max<std::int64_t>(now_ms - counts.oldest, 0);
  out.append(",\"oldest_seconds\":").append(counts.oldest == 0 ? "null" : format_seconds(age)).append("}");
}

}  // namespace objectos
