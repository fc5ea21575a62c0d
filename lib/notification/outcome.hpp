// What a try's outcome makes of a delivery: the one place where states follow from classes.
#pragma once

#include "objectos/notification.hpp"
#include "objectos/notification_channel.hpp"

namespace objectos::notification {

struct OutcomeRules {
  const NotificationOptions& options;
  bool repeats_ambiguous = true;
  bool is_last_try = false;  ///< SendMode::now
  std::int64_t now_ms = 0;
};

/// The delivery after the try. Our own set-up at fault: the try does not count, and the message stays queued.
void apply_outcome(Delivery& delivery, const DeliveryOutcome& outcome, const OutcomeRules& rules);

/// Nothing was tried, since the destination is paused until then: the claim does not count.
void put_back(Delivery& delivery, std::int64_t until);

/// What must be said of a delivery that its holder lost before it is tried again; nothing: it may be tried.
std::optional<DeliveryOutcome> fate_of_lost(const Delivery& delivery, const OutcomeRules& rules);

/// What an exception of a channel comes to.
DeliveryOutcome outcome_of(const Error& error);

}  // namespace objectos::notification
