// News of alerts as messages.
#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "objectos/metrics_alerts.hpp"
#include "objectos/notification.hpp"

namespace objectos::cli {

class AlertMessages {
 public:
  /// Error(usage) if a recipient of a rule cannot be told anything: before any rule is evaluated. Both must
  /// outlive it.
  AlertMessages(Notification& notification, const std::vector<AlertRule>& rules);

  /// Queues them and tries each once; what fails stays in the queue. The same news are sent once, however
  /// often this is called.
  void send(std::span<const AlertNews> news) const;

 private:
  NotificationMessage message_of(const AlertNews& news, const std::string& to) const;
  Notification& notification_;
  std::map<std::string, std::vector<std::string>> recipients_;  // by rule
};

}  // namespace objectos::cli
