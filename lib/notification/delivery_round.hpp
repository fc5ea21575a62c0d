// Claimed deliveries on their way: put together by message, handed to their channel, and settled one try
// after the other.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "notification/address_book.hpp"
#include "notification/outcome.hpp"
#include "objectos/notification.hpp"

namespace objectos::notification {

/// What a round needs to know. All of it outlives the round.
struct RoundSettings {
  NotificationQueue& queue;
  const NotificationOptions& options;
  const DeliveryLease& lease;
  const AddressBook& addresses;
  std::function<Channel&(std::string_view)> channel;
  /// Told of each delivery that was tried, and how long that took.
  std::function<void(const Delivery&, Millis)> tried;
  bool is_last_try = false;
};

class DeliveryRound {
 public:
  explicit DeliveryRound(const RoundSettings& settings) : settings_(settings) {}

  /// Tries these, which this process has claimed, until `may_go_on` says false: the others are put back. They
  /// are changed to what came of them.
  void run(std::vector<Delivery>& deliveries, const std::function<bool()>& may_go_on);

 private:
  using Span = std::span<Delivery>;
  void run_group(Span group);
  void settle_lost(Delivery& delivery);
  bool is_paused(const Delivery& delivery, std::int64_t now_ms);
  void put_all_back(Span group, std::int64_t until);
  void try_group(Span group);
  std::vector<DeliveryOutcome> outcomes_of(Channel& channel, Span group);
  void note(Channel& channel, Span group, const std::vector<DeliveryOutcome>& outcomes);
  void pause(const Delivery& delivery, const DeliveryOutcome& outcome, std::int64_t now_ms);
  OutcomeRules rules(const Channel& channel) const;
  void load(std::string_view id);

  const RoundSettings& settings_;
  QueuedMessage stored_;  // the last one that was read
  NotificationMessage message_;
  std::map<std::string, std::int64_t, std::less<>> paused_;  // by this round: destination → until
};

}  // namespace objectos::notification
