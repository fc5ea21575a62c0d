// When entries end. The clock moves, nothing sleeps.
#include <cstdint>
#include <limits>

#include "storage_suite_parts.hpp"

namespace conformance {
namespace {

void each_kind_of_expiry_sets_its_instant(StoreFixture& fixture) {
  const auto store = fixture.open();
  const std::int64_t now = fixture.clock.now;
  const auto ends = [&](Expiry expiry) {
    store->put("k", put_until(expiry, str("v")));
    return store->entry("k")->expires_at;
  };
  CHECK(ends(Expiry::keep()) == std::nullopt);  // nothing was there to keep
  CHECK(ends(Expiry::after(Millis(1500))) == now + 1500);
  CHECK(ends(Expiry::keep()) == now + 1500);
  CHECK(ends(Expiry::at(now + 7)) == now + 7);
  CHECK(ends(Expiry::never()) == std::nullopt);
  CHECK(ends(Expiry::at(objectos::max_time_ms)) == objectos::max_time_ms);
}

void set_without_a_ttl_clears_an_earlier_one(StoreFixture& fixture) {
  const auto store = fixture.open();
  store->set("k", str("v"), {.ttl = Millis(60'000)});
  store->set("k", str("w"), {.ttl = {}, .keep_ttl = true});
  CHECK(store->entry("k")->expires_at);
  CHECK(text_of(*store, "k") == "w");
  store->set("k", str("x"));
  CHECK_FALSE(store->entry("k")->expires_at);
}

void a_ttl_ends_to_the_millisecond(StoreFixture& fixture) {
  const auto store = fixture.open();
  store->set("k", str("v"), {.ttl = Millis(2)});
  CHECK(store->ttl("k") == std::optional<std::int64_t>(2));
  fixture.clock.now += 1;
  CHECK(store->ttl("k") == std::optional<std::int64_t>(1));
  CHECK(store->has("k"));
  fixture.clock.now += 1 + fixture.grace_ms;
  CHECK_FALSE(store->has("k"));
  CHECK_FALSE(store->ttl("k"));
}

void an_instant_in_the_past_is_over_at_once(StoreFixture& fixture) {
  const auto store = fixture.open();
  const std::int64_t now = fixture.clock.now;
  for (const std::int64_t instant : {now - fixture.grace_ms, now - 1, std::int64_t{1}, std::int64_t{0}, std::int64_t{-1}}) {
    CAPTURE(instant);
    store->set("k", str("before"));
    CHECK(store->put("k", put_until(Expiry::at(instant), str("v"))).applied);
    CHECK_FALSE(store->has("k"));
    CHECK(store->keys().empty());
  }
}

/// A store with one entry that has just expired and one that has not.
std::shared_ptr<Storage> with_expired(StoreFixture& fixture) {
  auto store = fixture.open();
  store->set("s:gone", str("old"), {.ttl = Millis(10)});
  store->set("s:here", str("new"), {.ttl = Millis(11)});
  fixture.clock.now += 10 + fixture.grace_ms;
  return store;
}

void an_expired_key_is_absent_for_every_verb(StoreFixture& fixture) {
  const auto store = with_expired(fixture);
  CHECK_FALSE(store->get("s:gone"));
  CHECK_FALSE(store->entry("s:gone"));
  CHECK_FALSE(store->has("s:gone"));
  CHECK_FALSE(store->ttl("s:gone"));
  CHECK_FALSE(store->expire("s:gone", Millis(99)));
  CHECK_FALSE(store->persist("s:gone"));
  CHECK_FALSE(store->put("s:gone", put_if(Put::If::present, str("x"))).applied);
  CHECK_FALSE(store->put("s:gone", put_if(Put::If::equals, str("x"), "old")).applied);
  CHECK(store->keys() == Keys{"s:here"});
  CHECK(store->count() == 1);
  CHECK(store->count(Glob("s:gone")) == 0);
  CHECK(store->scopes() == std::vector<std::pair<std::string, std::size_t>>{{"s", 1}});
  CHECK(store->scoped("s").keys() == Keys{"here"});
  CHECK(store->keys_to_clear() == Keys{"s:here"});
  CHECK_FALSE(store->has("s:gone"));  // none of this brought it back
  CHECK_FALSE(store->remove("s:gone"));
  CHECK(store->remove_matching(Glob("s:*")) == 1);
}

void an_expired_key_counts_as_absent_for_writes(StoreFixture& fixture) {
  const auto store = with_expired(fixture);
  Put put = put_if(Put::If::absent, str("fresh"));
  put.want_previous = true;
  const Outcome outcome = store->put("s:gone", put);
  CHECK(outcome.applied);
  CHECK_FALSE(outcome.previous);
  CHECK_FALSE(store->entry("s:gone")->expires_at);

  store->set("n", Value::number(std::int64_t{5}), {.ttl = Millis(1)});
  store->set("k", str("v"), {.ttl = Millis(1)});
  fixture.clock.now += 1 + fixture.grace_ms;
  CHECK(store->increment("n").raw() == "1");
  CHECK_FALSE(store->entry("n")->expires_at);
  store->set("k", str("v"), {.ttl = {}, .keep_ttl = true});  // there is no TTL left to keep
  CHECK_FALSE(store->entry("k")->expires_at);
}

void clear_and_collect_count_what_they_say(StoreFixture& fixture) {
  const auto store = with_expired(fixture);
  CHECK(store->clear() == 1);
  const auto again = with_expired(fixture);
  again->set("also", str("x"), {.ttl = Millis(1)});
  fixture.clock.now += 5;
  again->set("stays", str("x"));
  again->collect();
  CHECK(again->keys() == Keys{"stays"});
  CHECK(again->collect() == 0);
}

void expire_and_persist_leave_the_value(StoreFixture& fixture) {
  const auto store = fixture.open();
  store->set("k", Value::bytes(std::string("\0\1", 2)));
  CHECK(store->ttl("k") == std::optional<std::optional<std::int64_t>>(std::optional<std::int64_t>()));
  CHECK(store->expire("k", Millis(60'000)));
  CHECK(store->ttl("k").value().value() <= 60'000);
  CHECK(store->expire("k", Millis(90'000)));
  CHECK(store->ttl("k").value().value() > 60'000);
  CHECK(store->get("k") == Value::bytes(std::string("\0\1", 2)));
  CHECK(store->persist("k"));
  CHECK_FALSE(store->ttl("k").value());
  CHECK(store->persist("k"));
  CHECK(store->get("k") == Value::bytes(std::string("\0\1", 2)));
}

void a_ttl_is_longer_than_zero(StoreFixture& fixture) {
  const auto store = fixture.open();
  store->set("k", str("v"));
  for (const Millis ttl : {Millis(0), Millis(-1), Millis::min()}) {
    CHECK(thrown_code([&] { store->set("k", str("w"), {.ttl = ttl}); }) == "usage");
    CHECK(thrown_code([&] { store->put("k", put_until(Expiry::after(ttl), str("w"))); }) == "usage");
    CHECK(thrown_code([&] { store->expire("k", ttl); }) == "usage");
    CHECK(thrown_code([&] { store->increment("n", std::int64_t{1}, ttl); }) == "usage");
    CHECK(thrown_code([&] { store->increment("n", 1.0, ttl); }) == "usage");
  }
  CHECK(text_of(*store, "k") == "v");
  CHECK_FALSE(store->entry("k")->expires_at);
  CHECK_FALSE(store->has("n"));
}

void a_ttl_beyond_the_calendar_changes_nothing(StoreFixture& fixture) {
  const auto store = fixture.open();
  store->set("k", str("v"));
  const auto before = contents(*store);
  for (const Millis ttl : {Millis::max(), Millis(objectos::max_time_ms)}) {
    CHECK(thrown_code([&] { store->set("k", str("w"), {.ttl = ttl}); }) == "usage");
    CHECK(thrown_code([&] { store->expire("k", ttl); }) == "usage");
    CHECK(thrown_code([&] { store->increment("n", std::int64_t{1}, ttl); }) == "usage");
  }
  CHECK(thrown_code([&] { store->put("k", put_until(Expiry::at(objectos::max_time_ms + 1), str("w"))); }) ==
        "usage");
  CHECK(contents(*store) == before);
}

void an_increment_gives_a_ttl_only_to_what_it_creates(StoreFixture& fixture) {
  const auto store = fixture.open();
  const std::int64_t now = fixture.clock.now;
  store->increment("k", std::int64_t{1}, Millis(500));
  fixture.clock.now += 100;
  store->increment("k", std::int64_t{1}, Millis(500));
  CHECK(store->entry("k")->expires_at == now + 500);
  store->increment("k", 0.5);
  CHECK(store->entry("k")->expires_at == now + 500);
  fixture.clock.now += 400 + fixture.grace_ms;
  CHECK(store->increment("k", std::int64_t{1}, Millis(500)).raw() == "1");
  CHECK(store->entry("k")->expires_at == now + 1000 + fixture.grace_ms);
  store->set("plain", Value::number(std::int64_t{1}));
  store->increment("plain", std::int64_t{1}, Millis(500));
  CHECK_FALSE(store->entry("plain")->expires_at);
}

}  // namespace

std::vector<StorageCase> expiry_cases() {
  return {STORAGE_CASE(each_kind_of_expiry_sets_its_instant, .injected_clock = true),
          STORAGE_CASE(set_without_a_ttl_clears_an_earlier_one),
          STORAGE_CASE(a_ttl_ends_to_the_millisecond, .injected_clock = true),
          STORAGE_CASE(an_instant_in_the_past_is_over_at_once, .injected_clock = true),
          STORAGE_CASE(an_expired_key_is_absent_for_every_verb, .injected_clock = true),
          STORAGE_CASE(an_expired_key_counts_as_absent_for_writes, .injected_clock = true),
          STORAGE_CASE(clear_and_collect_count_what_they_say, .injected_clock = true),
          STORAGE_CASE(expire_and_persist_leave_the_value),
          STORAGE_CASE(a_ttl_is_longer_than_zero),
          STORAGE_CASE(a_ttl_beyond_the_calendar_changes_nothing),
          STORAGE_CASE(an_increment_gives_a_ttl_only_to_what_it_creates, .injected_clock = true)};
}

}  // namespace conformance
