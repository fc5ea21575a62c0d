// Messages inside the program: they are delivered by being in the queue, where `inbox list` finds them.
#pragma once

#include "objectos/notification_channel.hpp"

namespace objectos::notification {

class InboxChannel final : public Channel {
 public:
  std::string name() const override;
  void check(const NotificationMessage& message) const override;
  std::string destination(const NotificationMessage& message, std::string_view to) const override;
  std::vector<DeliveryOutcome> deliver(const DeliveryAttempt& attempt) override;
  std::string preview(const DeliveryAttempt& attempt) override;
  bool repeats_ambiguous() const override;
  bool is_kept() const override;
};

}  // namespace objectos::notification
