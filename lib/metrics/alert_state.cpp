#include "metrics/alert_state.hpp"

#include <algorithm>

namespace objectos::metrics {
namespace {

/// Who has claimed and not confirmed by then is taken for dead. Shorter than cron's minute, so that the next
/// check takes over.
constexpr Millis longest_telling = std::chrono::seconds(30);

}  // namespace

void not_ahead(AlertNote& note, std::int64_t now) noexcept {
  for (std::int64_t* time : {&note.active_since, &note.firing_since, &note.resolved_at, &note.false_since,
                             &note.checked_at, &note.told[0].at, &note.told[1].at})
    *time = std::min(*time, now);
  for (AlertNote::Told& told : note.told) told.until = std::min(told.until, now + longest_telling.count());
}

bool holds(const AlertRule& rule, double value) noexcept {
  switch (rule.op) {
    case AlertRule::Op::greater: return value > rule.threshold;
    case AlertRule::Op::at_least: return value >= rule.threshold;
    case AlertRule::Op::less: return value < rule.threshold;
    case AlertRule::Op::at_most: return value <= rule.threshold;
    case AlertRule::Op::equal: return value == rule.threshold;
    case AlertRule::Op::different: break;
  }
  return value != rule.threshold;
}

bool advance(AlertNote& note, const AlertRule& rule, std::optional<double> value, std::int64_t now) {
  if (value) {
    note.value = *value;
    note.false_since = 0;
    if (note.state == AlertState::inactive) {
      note.state = AlertState::pending;
      note.active_since = now;
    }
    if (note.state == AlertState::pending && now - note.active_since >= rule.hold_for.count()) {
      note.state = AlertState::firing;
      note.firing_since = now;
    }
    return false;
  }
  if (note.state != AlertState::firing) {
    note.state = AlertState::inactive;
    return false;
  }
  if (note.false_since == 0) note.false_since = now;
  if (now - note.false_since < rule.keep_firing_for.count()) return false;
  note.state = AlertState::inactive;
  note.false_since = 0;
  note.resolved_at = now;
  return true;
}

std::int64_t since_of(const AlertNote& note) noexcept {
  if (note.state == AlertState::firing) return note.firing_since;
  return note.state == AlertState::pending ? note.active_since : note.resolved_at;
}

bool claim(AlertNote::Told& told, const AlertNote& note, const AlertRule& rule, std::int64_t now) {
  if (told.claim != 0 && now < told.until) return false;
  const bool fires = note.state == AlertState::firing;
  const bool is_due = fires ? told.at == 0 || now - told.at >= rule.repeat.count() : told.is_open;
  if (!is_due) {
    told.claim = 0;  // of somebody who died over what is past
    return false;
  }
  if (told.claim == 0 || told.says_firing != fires) told.claim = now;
  told.says_firing = fires;
  // It may be said before anybody can note that it was: then it will have to be said that it is over.
  if (fires) told.is_open = true;
  told.until = now + longest_telling.count();
  return true;
}

void confirm(AlertNote::Told& told) {
  if (told.says_firing) told.at = told.claim;
  told.is_open = told.says_firing;
  told.claim = 0;
}

void release(AlertNote::Told& told) {
  told.until = 0;
}

}  // namespace objectos::metrics
