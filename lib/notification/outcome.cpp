#include "notification/outcome.hpp"

#include <algorithm>

#include "notification/backoff.hpp"
#include "objectos/log.hpp"

namespace objectos::notification {
namespace {

DeliveryState after_transient(const Delivery& delivery, const OutcomeRules& rules) {
  const bool may_retry = !rules.is_last_try && delivery.attempts <= rules.options.max_retries;
  return may_retry ? DeliveryState::retrying : DeliveryState::dead;
}

DeliveryState state_after(const Delivery& delivery, DeliveryClass kind, const OutcomeRules& rules) {
  switch (kind) {
    case DeliveryClass::ok: return DeliveryState::sent;
    case DeliveryClass::transient: return after_transient(delivery, rules);
    case DeliveryClass::config: return rules.is_last_try ? DeliveryState::dead : DeliveryState::queued;
    case DeliveryClass::ambiguous:
      return rules.repeats_ambiguous && after_transient(delivery, rules) == DeliveryState::retrying
                 ? DeliveryState::retrying
                 : DeliveryState::unknown;
    case DeliveryClass::permanent:
    case DeliveryClass::none: break;
  }
  return DeliveryState::dead;
}

}  // namespace

void apply_outcome(Delivery& delivery, const DeliveryOutcome& outcome, const OutcomeRules& rules) {
  delivery.state = state_after(delivery, outcome.kind, rules);
  delivery.kind = outcome.kind;
  delivery.code = outcome.code;
  if (!outcome.provider_id.empty()) delivery.provider_id = outcome.provider_id;
  delivery.error = outcome.kind == DeliveryClass::ok ? std::string() : redact(printable(outcome.error));
  delivery.has_begun = false;
  delivery.updated_at = rules.now_ms;
  delivery.next_attempt_at = 0;
  if (delivery.state == DeliveryState::retrying) {
    const Millis wait =
        std::max(delay_after(delivery.attempts, rules.options), outcome.wait.value_or(Millis(0)));
    delivery.next_attempt_at = rules.now_ms + wait.count();
  } else if (delivery.state == DeliveryState::queued) {
    --delivery.attempts;
    // Without a wait of its own its destination is paused.
    delivery.next_attempt_at = rules.now_ms + outcome.wait.value_or(Millis(0)).count();
  }
}

void put_back(Delivery& delivery, std::int64_t until) {
  --delivery.attempts;
  delivery.state = delivery.attempts > 0 ? DeliveryState::retrying : DeliveryState::queued;
  delivery.next_attempt_at = until;
  delivery.has_begun = false;
}

std::optional<DeliveryOutcome> fate_of_lost(const Delivery& delivery, const OutcomeRules& rules) {
  if (delivery.has_begun && !rules.repeats_ambiguous) {
    return DeliveryOutcome{.kind = DeliveryClass::ambiguous,
                           .error = "the process that was sending it ended before an answer came"};
  }
  if (delivery.attempts > rules.options.max_retries + 1) {
    return DeliveryOutcome{.kind = delivery.has_begun ? DeliveryClass::ambiguous : DeliveryClass::permanent,
                           .error = "every process that tried to send it ended before an answer came"};
  }
  return std::nullopt;
}

DeliveryOutcome outcome_of(const Error& error) {
  DeliveryOutcome outcome;
  switch (error.code()) {
    case Errc::unavailable: outcome.kind = DeliveryClass::transient; break;
    case Errc::usage:
    case Errc::denied: outcome.kind = DeliveryClass::config; break;
    default: outcome.kind = DeliveryClass::permanent;
  }
  outcome.error = error.what();
  // Neither our set-up nor a module that is missing is about this recipient.
  outcome.pauses_destination = outcome.kind != DeliveryClass::permanent;
  return outcome;
}

}  // namespace objectos::notification
