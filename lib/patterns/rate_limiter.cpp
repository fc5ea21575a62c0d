#include "objectos/rate_limiter.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <thread>

#include "core/keys.hpp"
#include "objectos/error.hpp"
#include "storage/gcra.hpp"

namespace objectos {
namespace {

constexpr std::string_view scope_name = "ratelimit";

Millis up(std::int64_t us) {
  return Millis((std::max<std::int64_t>(us, 0) + 999) / 1000);
}

RateVerdict verdict_of(const Gcra& limit, bool allowed, std::int64_t backlog_us) {
  const RateLimitRule rule(limit);
  RateVerdict verdict;
  verdict.allowed = allowed;
  verdict.limit = limit.burst;
  verdict.remaining = (rule.burst_us() - backlog_us) / rule.interval_us();
  if (!allowed) verdict.retry_after = up(backlog_us + rule.cost_us() - rule.burst_us());
  verdict.reset_after = up(backlog_us);
  return verdict;
}

RateVerdict look_at(const Storage& storage, std::string_view key, const Entry* entry, const Gcra& limit) {
  const auto verdict = RateLimitRule(limit).verdict(key, entry, storage.backend().now_ms() * 1000);
  return verdict_of(limit, verdict.allowed, verdict.backlog_us);
}

}  // namespace

RateLimiter::RateLimiter(Storage storage, RateLimit limit, std::string scope)
    : storage_(storage.scoped(scope_name)), limit_(limit), prefix_(keys::checked_scope_prefix(scope)) {
  RateLimitRule checked(step(1));
}

Gcra RateLimiter::step(std::int64_t cost) const {
  return {.rate = limit_.rate, .burst = limit_.burst.value_or(limit_.rate.count), .cost = cost};
}

RateVerdict RateLimiter::check(std::string_view key, std::int64_t cost) {
  const Gcra taken = step(cost);
  const Outcome outcome = storage_.run(storage_.operation(prefix_ + std::string(key), taken));
  std::int64_t backlog_us = 0;
  const std::string& number = outcome.value->raw();
  std::from_chars(number.data(), number.data() + number.size(), backlog_us);
  return verdict_of(taken, outcome.applied, backlog_us);
}

RateVerdict RateLimiter::look(std::string_view key, std::int64_t cost) const {
  const std::string full = prefix_ + std::string(key);
  const auto entry = storage_.entry(full);
  return look_at(storage_, key, entry ? &*entry : nullptr, step(cost));
}

RateVerdict RateLimiter::check_within(std::string_view key, Millis wait, std::int64_t cost) {
  const auto deadline = deadline_after(wait);
  for (;;) {
    const RateVerdict verdict = check(key, cost);
    if (verdict.allowed) return verdict;
    const auto again = deadline_after(std::max(verdict.retry_after, Millis(1)));
    if (again > deadline) return verdict;
    std::this_thread::sleep_until(again);
  }
}

bool RateLimiter::reset(Storage storage, std::string_view key, const std::string& scope) {
  return storage.scoped(scope_name).remove(keys::checked_scope_prefix(scope) + std::string(key));
}

std::optional<RateVerdict> RateLimiter::info(Storage storage, std::string_view key,
                                             const std::string& scope) {
  const Storage limits = storage.scoped(scope_name);
  const auto entry = limits.entry(keys::checked_scope_prefix(scope) + std::string(key));
  if (!entry) return std::nullopt;
  return look_at(limits, key, &*entry, stored_limit(key, entry->value));
}

}  // namespace objectos
