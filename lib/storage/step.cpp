#include "storage/step.hpp"

#include <charconv>
#include <cmath>

#include "core/keys.hpp"
#include "objectos/error.hpp"
#include "storage/gcra.hpp"

namespace objectos {
namespace {

using Number = std::variant<std::int64_t, double>;

[[noreturn]] void not_a_number(std::string_view key, std::string_view text) {
  // The commonest cause has a cure.
  Message hint = text.ends_with('\n') ? Message("storage.newline_hint",
                                                "it ends in a newline: echo writes one, printf %s does not")
                                      : Message();
  throw Error(Errc::data,
              Message("storage.not_a_number", "{{key}}: the value is not a number", {{"key", key}}),
              std::move(hint));
}

[[noreturn]] void overflow(std::string_view key) {
  throw Error(Errc::data,
              Message("storage.overflow", "{{key}}: the result does not fit into 64 bits", {{"key", key}}));
}

bool is_json_number(std::string_view text) {
  if (text.empty() || (text.front() != '-' && (text.front() < '0' || text.front() > '9'))) return false;
  try {
    json::check(text);
  } catch (const Error&) {
    return false;
  }
  return text.back() >= '0' && text.back() <= '9';  // no blanks
}

/// A whole number stays one while it fits into 64 bits; "1.0" and "1e3" are decimals.
Number parse_number(std::string_view key, std::string_view text) {
  if (!is_json_number(text)) not_a_number(key, text);
  const char* end = text.data() + text.size();
  std::int64_t whole = 0;
  const auto parsed = std::from_chars(text.data(), end, whole);
  if (parsed.ptr == end) {
    if (parsed.ec == std::errc::result_out_of_range) overflow(key);
    return whole;
  }
  double decimal = 0;
  if (std::from_chars(text.data(), end, decimal).ec != std::errc() || !std::isfinite(decimal)) overflow(key);
  return decimal;
}

Number current_number(std::string_view key, const Entry* current) {
  if (current == nullptr) return std::int64_t{0};
  const Value::Type type = current->value.type();
  if (type != Value::Type::number && type != Value::Type::string) not_a_number(key, {});
  return parse_number(key, current->value.text());
}

Value add(std::string_view key, const Number& a, const Number& b) {
  if (const auto* x = std::get_if<std::int64_t>(&a)) {
    if (const auto* y = std::get_if<std::int64_t>(&b)) {
      std::int64_t sum = 0;
      if (__builtin_add_overflow(*x, *y, &sum)) overflow(key);
      return Value::number(sum);
    }
  }
  const auto as_double = [](const Number& n) {
    return std::visit([](auto x) { return static_cast<double>(x); }, n);
  };
  const double sum = as_double(a) + as_double(b);
  if (!std::isfinite(sum)) overflow(key);
  return Value::number(sum);
}

bool condition_holds(const Put& put, const Entry* current) {
  switch (put.condition) {
    case Put::If::always: return true;
    case Put::If::absent: return current == nullptr;
    case Put::If::present: return current != nullptr;
    case Put::If::equals: break;
  }
  return current != nullptr && current->value.text() == put.equals;
}

Evaluation evaluate_step(const Put& put, std::string_view, const Entry* current, std::int64_t now) {
  Evaluation result;
  result.outcome.applied = condition_holds(put, current);
  if (put.want_previous && current) result.outcome.previous = current->value;
  if (result.outcome.applied) result.entry = Entry{{}, put.value, expires_at(put.expiry, current, now)};
  return result;
}

Evaluation evaluate_step(const Increment& increment, std::string_view key, const Entry* current,
                         std::int64_t now) {
  Value sum = add(key, current_number(key, current), increment.by);
  std::optional<std::int64_t> ends;
  if (current) {
    ends = current->expires_at;
  } else if (increment.ttl_if_created) {
    ends = expires_at(Expiry::after(*increment.ttl_if_created), nullptr, now);
  }
  return {{true, sum, {}, {}}, Entry{{}, sum, ends}};
}

Evaluation evaluate_step(const Expire& expire, std::string_view, const Entry* current, std::int64_t now) {
  if (current == nullptr) return {};
  return {{true, {}, {}, {}}, Entry{{}, current->value, expires_at(expire.expiry, current, now)}};
}

Evaluation evaluate_step(const Update& update, std::string_view, const Entry* current, std::int64_t now) {
  std::optional<Entry> changed = update.change(current, now);
  return {{changed.has_value(), {}, {}, {}}, std::move(changed)};
}

Evaluation evaluate_step(const Gcra& gcra, std::string_view key, const Entry* current, std::int64_t now) {
  const RateLimitRule rule(gcra);
  const RateLimitRule::Verdict verdict = rule.verdict(key, current, now * 1000);
  Evaluation result{{verdict.allowed, Value::number(verdict.backlog_us), {}, {}}, {}};
  if (verdict.allowed) result.entry = rule.entry(verdict);
  return result;
}

/// Backends do a fenced put over several keys: put_fenced().
Evaluation evaluate_step(const FencedPut&, std::string_view key, const Entry*, std::int64_t) {
  throw Error(Errc::internal, Message("storage.fence_alone", "a fenced put is not one step on one entry")).at(key);
}

}  // namespace

bool changes_only(const Step& step) {
  if (const auto* put = std::get_if<Put>(&step))
    return put->condition == Put::If::present || put->condition == Put::If::equals;
  return std::holds_alternative<Expire>(step);
}

std::optional<std::int64_t> expires_at(const Expiry& expiry, const Entry* current, std::int64_t now) {
  switch (expiry.kind) {
    case Expiry::Kind::never: return std::nullopt;
    case Expiry::Kind::keep: return current ? current->expires_at : std::nullopt;
    case Expiry::Kind::after: return keys::ends_at(now, Millis(expiry.ms));
    case Expiry::Kind::at: break;
  }
  return keys::checked_instant(expiry.ms);
}

Evaluation evaluate(const Step& step, std::string_view key, const Entry* current, std::int64_t now_ms) {
  return std::visit([&](const auto& s) { return evaluate_step(s, key, current, now_ms); }, step);
}

}  // namespace objectos
