#include "objectos/notification_queue.hpp"

#include "objectos/log.hpp"

namespace objectos {

NotificationQueue::~NotificationQueue() = default;

std::string shown_recipient(const Delivery& delivery) {
  const auto host = delivery.to.find("://");
  const auto query = delivery.to.find('?');
  if (delivery.channel == "webhook" && host != std::string::npos && query != std::string::npos)
    return redact(delivery.to.substr(0, query)) + "?***";
  if (delivery.channel != "slack" || host == std::string::npos) return redact(delivery.to);
  return redact(delivery.to.substr(0, delivery.to.find('/', host + 3))) + "/***";
}

}  // namespace objectos
