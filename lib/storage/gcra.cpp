#include "storage/gcra.hpp"

#include <algorithm>
#include <charconv>

#include "objectos/error.hpp"

namespace objectos {
namespace {

constexpr std::int64_t longest_ms = std::int64_t{100} * 366 * 86'400 * 1000;  // a hundred years
constexpr std::int64_t longest_us = longest_ms * 1000;

[[noreturn]] void refuse(const Message& why) {
  throw Error(Errc::usage, why);
}

[[noreturn]] void foreign(std::string_view key) {
  throw Error(Errc::data,
              Message("ratelimit.foreign", "{{key}}: the value is not a rate limit's", {{"key", key}}));
}

/// The stored form is `{"tat":N,"count":N,"period_ms":N,"burst":N}`, as entry() writes it.
std::int64_t field(std::string_view key, const Value& value, std::string_view name) {
  const std::string_view text = value.raw();
  const auto at = value.is_bytes() ? text.npos : text.find(name);
  std::int64_t number = 0;
  if (at != text.npos) {
    const auto parsed = std::from_chars(text.data() + at + name.size(), text.data() + text.size(), number);
    if (parsed.ec == std::errc()) return number;
  }
  foreign(key);
}

}  // namespace

RateLimitRule::RateLimitRule(const Gcra& limit) : limit_(limit), interval_us_(0) {
  const std::int64_t period_ms = limit.rate.period.count();
  if (limit.rate.count < 1 || period_ms < 1 || period_ms > longest_ms || limit.rate.count > period_ms * 1000)
    refuse(Message("ratelimit.rate", "a rate is at least 1 in 100 years and at most 1000000/s"));
  const std::int64_t period_us = period_ms * 1000;
  interval_us_ = (period_us + limit.rate.count - 1) / limit.rate.count;
  if (limit.burst < 1 || limit.burst > longest_us / interval_us_)
    refuse(Message("ratelimit.burst", "a burst is at least 1 and at most what comes in 100 years"));
  if (limit.cost < 1 || limit.cost > limit.burst) {
    refuse(Message("ratelimit.cost", "the cost is {{cost}}, but at most {{burst}} may come at once",
                   {{"cost", limit.cost}, {"burst", limit.burst}}));
  }
}

RateLimitRule::Verdict RateLimitRule::verdict(std::string_view key, const Entry* current,
                                              std::int64_t now_us) const {
  const std::int64_t stored = current ? field(key, current->value, "\"tat\":") : now_us;
  const std::int64_t arrival = std::clamp(stored, now_us, now_us + burst_us());
  const std::int64_t after = arrival + cost_us();
  if (after - now_us > burst_us()) return {false, arrival, arrival - now_us};
  return {true, after, after - now_us};
}

Entry RateLimitRule::entry(const Verdict& verdict) const {
  return {{},
          Value::trusted("{\"tat\":" + std::to_string(verdict.arrival_us) + tail()),
          std::min((verdict.arrival_us + 999) / 1000, max_time_ms)};
}

std::string RateLimitRule::tail() const {
  return ",\"count\":" + std::to_string(limit_.rate.count) +
         ",\"period_ms\":" + std::to_string(limit_.rate.period.count()) +
         ",\"burst\":" + std::to_string(limit_.burst) + "}";
}

Gcra stored_limit(std::string_view key, const Value& value) {
  const Gcra limit{.rate = {field(key, value, "\"count\":"), Millis(field(key, value, "\"period_ms\":"))},
                   .burst = field(key, value, "\"burst\":")};
  try {
    RateLimitRule checked(limit);
  } catch (const Error&) {
    foreign(key);  // what stands there may be anything
  }
  return limit;
}

}  // namespace objectos
