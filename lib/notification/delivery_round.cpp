#include "notification/delivery_round.hpp"

#include <algorithm>
#include <chrono>

#include "notification/backoff.hpp"
#include "notification/message_text.hpp"
#include "objectos/log.hpp"

namespace objectos::notification {
namespace {

/// While our own set-up is at fault a try may lock an account: seldom, and `notify test` ends it.
constexpr Millis config_pause{15 * 60 * 1000};
/// A peer's Retry-After beyond this is no honest one.
constexpr Millis longest_wait{24LL * 60 * 60 * 1000};

/// What the message itself names is missing: nobody was asked, so nothing stands in the way of others.
DeliveryOutcome of_missing_value(const Error& error) {
  DeliveryOutcome outcome = outcome_of(error);
  outcome.pauses_destination = false;
  if (outcome.kind == DeliveryClass::config) outcome.wait = config_pause;
  return outcome;
}

/// The outcome of all of them.
std::vector<DeliveryOutcome> all_the_same(std::size_t count, const DeliveryOutcome& outcome) {
  return std::vector<DeliveryOutcome>(count, outcome);
}

}  // namespace

OutcomeRules DeliveryRound::rules(const Channel& channel) const {
  return {settings_.options, channel.repeats_ambiguous(), settings_.is_last_try, settings_.queue.now_ms()};
}

void DeliveryRound::run(std::vector<Delivery>& deliveries, const std::function<bool()>& may_go_on) {
  for (std::size_t at = 0; at < deliveries.size();) {
    const Channel& channel = settings_.channel(deliveries[at].channel);
    std::size_t end = at + 1;
    while (end < deliveries.size() && end - at < channel.max_recipients() &&
           deliveries[end].message == deliveries[at].message &&
           deliveries[end].destination == deliveries[at].destination)
      ++end;
    const Span group = Span(deliveries).subspan(at, end - at);
    if (may_go_on()) {
      run_group(group);
    } else {
      put_all_back(group, settings_.queue.now_ms());
    }
    at = end;
  }
}

void DeliveryRound::run_group(Span group) {
  // Those that were lost to another process stand apart: some of them may not be tried again.
  const auto end = std::stable_partition(group.begin(), group.end(), [this](const Delivery& delivery) {
    return !fate_of_lost(delivery, rules(settings_.channel(delivery.channel)));
  });
  for (auto lost = end; lost != group.end(); ++lost) settle_lost(*lost);
  group = group.first(static_cast<std::size_t>(end - group.begin()));
  if (group.empty()) return;
  const std::int64_t now = settings_.queue.now_ms();
  if (is_paused(group[0], now)) {
    put_all_back(group, paused_.find(group[0].destination)->second);
  } else {
    try_group(group);
  }
}

void DeliveryRound::settle_lost(Delivery& delivery) {
  const OutcomeRules rule = rules(settings_.channel(delivery.channel));
  apply_outcome(delivery, *fate_of_lost(delivery, rule),
                {rule.options, rule.repeats_ambiguous, true, rule.now_ms});
  settings_.queue.settle({&delivery, 1}, settings_.lease.owner);
  settings_.tried(delivery, Millis(0));
}

bool DeliveryRound::is_paused(const Delivery& delivery, std::int64_t now_ms) {
  const auto found = paused_.find(delivery.destination);
  return found != paused_.end() && found->second > now_ms;
}

void DeliveryRound::put_all_back(Span group, std::int64_t until) {
  for (Delivery& delivery : group) put_back(delivery, until);
  settings_.queue.settle(group, settings_.lease.owner);
}

void DeliveryRound::try_group(Span group) {
  Channel& channel = settings_.channel(group[0].channel);
  const auto begin = std::chrono::steady_clock::now();
  const std::vector<DeliveryOutcome> outcomes = outcomes_of(channel, group);
  note(channel, group, outcomes);
  const auto took = std::chrono::duration_cast<Millis>(std::chrono::steady_clock::now() - begin);
  for (const Delivery& delivery : group) settings_.tried(delivery, took);
}

void DeliveryRound::load(std::string_view id) {
  if (stored_.id == id) return;
  auto found = settings_.queue.message(id);
  if (!found)
    throw Error(Errc::data,
                Message("notify.no_message", "the queue has lost the message {{id}}", {{"id", id}}));
  stored_ = std::move(*found);
  message_ = read_message(stored_);
}

std::vector<DeliveryOutcome> DeliveryRound::outcomes_of(Channel& channel, Span group) {
  try {
    load(group[0].message);
    std::vector<DeliveryAddress> addresses;
    try {
      for (const Delivery& delivery : group)
        addresses.push_back(settings_.addresses.resolve(message_, delivery.to));
    } catch (const Error& error) {
      return all_the_same(group.size(), of_missing_value(error));
    }
    DeliveryAttempt attempt{.message = message_,
                            .deliveries = group,
                            .addresses = addresses,
                            .now_ms = settings_.queue.now_ms(),
                            .created_at = stored_.created_at};
    if (!channel.repeats_ambiguous()) {
      // Others come back after a kill whatever had left: for them there is nothing to remember.
      attempt.body_begins = [this, group] {
        for (const Delivery& delivery : group) {
          if (!settings_.queue.begin(delivery.id, settings_.lease.owner))
            throw Error(Errc::unavailable,
                        Message("notify.lease_lost", "another process has taken it meanwhile"));
        }
      };
    }
    std::vector<DeliveryOutcome> outcomes = channel.deliver(attempt);
    if (outcomes.size() == group.size()) return outcomes;
    throw Error(Errc::internal,
                Message("notify.outcomes", "the channel {{channel}} told of {{count}} recipients",
                        {{"channel", channel.name()}, {"count", outcomes.size()}}));
  } catch (const Error& error) {
    return all_the_same(group.size(), outcome_of(error));
  } catch (const std::exception& error) {
    return all_the_same(group.size(), {.kind = DeliveryClass::permanent, .error = error.what()});
  }
}

void DeliveryRound::note(Channel& channel, Span group, const std::vector<DeliveryOutcome>& outcomes) {
  const OutcomeRules rule = rules(channel);
  for (std::size_t i = 0; i < group.size(); ++i) {
    DeliveryOutcome outcome = outcomes[i];
    if (outcome.wait) outcome.wait = std::min(*outcome.wait, longest_wait);
    apply_outcome(group[i], outcome, rule);
    if (outcome.pauses_destination) pause(group[i], outcome, rule.now_ms);
  }
  settings_.queue.settle(group, settings_.lease.owner);
}

void DeliveryRound::pause(const Delivery& delivery, const DeliveryOutcome& outcome, std::int64_t now_ms) {
  // A peer that refuses us for what we are will do so until somebody has mended that.
  const bool is_config = outcome.kind == DeliveryClass::config || outcome.kind == DeliveryClass::permanent;
  const Millis time = is_config ? config_pause
                                : std::max(outcome.wait.value_or(Millis(0)),
                                           delay_after(delivery.attempts, settings_.options));
  const std::int64_t until = now_ms + time.count();
  paused_.insert_or_assign(delivery.destination, until);
  settings_.queue.pause({delivery.destination, until, is_config, delivery.error});
}

}  // namespace objectos::notification
