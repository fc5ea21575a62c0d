// What a step makes of an entry, apart from any store.
#include "storage/step.hpp"

#include <limits>

#include "catch.hpp"
#include "thrown.hpp"

using namespace objectos;

namespace {

constexpr std::int64_t now = 1'700'000'000'000;
Entry entry(Value value, std::optional<std::int64_t> ends = {}) {
  return {"k", std::move(value), ends};
}
Put put(Put::If condition, std::string equals = {}) {
  return {.value = Value::string("new"), .expiry = {}, .condition = condition, .equals = std::move(equals)};
}

}  // namespace

TEST_CASE("the conditions of a put", "[step]") {
  const Entry present = entry(Value::string("old"));
  const auto applied = [](const Put& step, const Entry* current) {
    return evaluate(step, "k", current, now).outcome.applied;
  };
  CHECK(applied(put(Put::If::always), nullptr));
  CHECK(applied(put(Put::If::always), &present));
  CHECK(applied(put(Put::If::absent), nullptr));
  CHECK_FALSE(applied(put(Put::If::absent), &present));
  CHECK_FALSE(applied(put(Put::If::present), nullptr));
  CHECK(applied(put(Put::If::present), &present));
  CHECK_FALSE(applied(put(Put::If::equals), nullptr));
  CHECK(applied(put(Put::If::equals, "old"), &present));
  CHECK_FALSE(applied(put(Put::If::equals, "\"old\""), &present));
}

TEST_CASE("a put that does not apply has nothing to write", "[step]") {
  const Entry present = entry(Value::string("old"));
  Put step = put(Put::If::absent);
  step.want_previous = true;
  const Evaluation result = evaluate(step, "k", &present, now);
  CHECK_FALSE(result.entry);
  CHECK(result.outcome.previous == Value::string("old"));
}

TEST_CASE("instants", "[step]") {
  const Entry timed = entry(Value(), now + 7);
  CHECK_FALSE(expires_at(Expiry::never(), &timed, now));
  CHECK(expires_at(Expiry::keep(), &timed, now) == now + 7);
  CHECK_FALSE(expires_at(Expiry::keep(), nullptr, now));
  CHECK(expires_at(Expiry::after(Millis(5)), &timed, now) == now + 5);
  CHECK(expires_at(Expiry::at(5), nullptr, now) == 5);
  CHECK(expires_at(Expiry::at(-5), nullptr, now) == -5);
  CHECK(expires_at(Expiry::at(0), nullptr, now) == 1);  // 0 would be "never" for the TypeScript plugin
  CHECK(expires_at(Expiry::at(max_time_ms), nullptr, now) == max_time_ms);
  CHECK(expires_at(Expiry::after(Millis(max_time_ms - now)), nullptr, now) == max_time_ms);
  for (const Expiry& expiry : {Expiry::at(max_time_ms + 1), Expiry::after(Millis(max_time_ms - now + 1)),
                               Expiry::after(Millis::max())}) {
    CHECK(thrown([&] { expires_at(expiry, nullptr, now); }) == "usage: the TTL ends after the year 9999");
  }
}

TEST_CASE("an increment keeps the present expiry", "[step]") {
  const Entry timed = entry(Value::number(std::int64_t{1}), now + 7);
  const Evaluation result = evaluate(Increment{std::int64_t{1}, Millis(500)}, "k", &timed, now);
  CHECK(result.entry->expires_at == now + 7);
  CHECK(result.outcome.value == Value::json("2"));
  CHECK(evaluate(Increment{std::int64_t{1}, Millis(500)}, "k", nullptr, now).entry->expires_at == now + 500);
}

TEST_CASE("numbers at the ends of their range", "[step]") {
  const auto sum = [](const char* value, auto by) {
    const Entry present = entry(Value::json(value));
    std::string out;
    const std::string outcome = thrown([&] {
      out = evaluate(Increment{by, {}}, "k", &present, now).outcome.value->raw();
    });
    return outcome == "nothing" ? out : outcome;
  };
  const std::string overflow = "data: k: the result does not fit into 64 bits";
  CHECK(sum("9223372036854775807", std::int64_t{0}) == "9223372036854775807");
  CHECK(sum("9223372036854775807", std::int64_t{1}) == overflow);
  CHECK(sum("-9223372036854775808", std::int64_t{-1}) == overflow);
  CHECK(sum("9223372036854775808", std::int64_t{-1}) == overflow);
  CHECK(sum("-0", std::int64_t{0}) == "0");
  CHECK(sum("1.5", std::int64_t{1}) == "2.5");
  CHECK(sum("1e400", 1.0) == overflow);
  CHECK(sum("1e308", 1.7e308) == overflow);
  CHECK(sum("1e2", std::int64_t{1}) == "101");
}

TEST_CASE("an expire step needs something that ends", "[step]") {
  const Entry present = entry(Value::bytes("x"), now + 7);
  CHECK_FALSE(evaluate(Expire{Expiry::never()}, "k", nullptr, now).outcome.applied);
  const Evaluation result = evaluate(Expire{Expiry::never()}, "k", &present, now);
  CHECK(result.entry->value == Value::bytes("x"));
  CHECK_FALSE(result.entry->expires_at);
}
