// Steps that services are made of: updates by a function, rate limits, puts under a fence.
#include <atomic>
#include <latch>
#include <thread>

#include "storage/lock_record.hpp"
#include "storage_suite_parts.hpp"

namespace conformance {
namespace {

using objectos::FencedPut;
using objectos::Gcra;
using objectos::LockRecord;
using objectos::Rate;

template <class Body>
void on_threads(int count, Body body) {
  std::latch begin(count);
  std::vector<std::thread> threads;
  for (int i = 0; i < count; ++i) {
    threads.emplace_back([&, i] {
      begin.arrive_and_wait();
      body(i);
    });
  }
  for (std::thread& thread : threads) thread.join();
}

// ---- update
// ----------------------------------------------------------------------------------------------------

void an_update_sees_the_entry_and_replaces_it(StoreFixture& fixture) {
  const auto store = fixture.open();
  const std::int64_t now = fixture.clock.now;
  CHECK(store->update("k", [&](const Entry* current, std::int64_t now_ms) {
    CHECK(current == nullptr);
    CHECK(now_ms == now);
    return std::optional(Entry{{}, str("one"), now + 5000});
  }));
  CHECK(store->entry("k")->expires_at == now + 5000);
  CHECK(store->update("k", [&](const Entry* current, std::int64_t) {
    REQUIRE(current);
    CHECK(current->value == str("one"));
    CHECK(current->expires_at == now + 5000);
    return std::optional(Entry{{}, str("two"), {}});
  }));
  CHECK(text_of(*store, "k") == "two");
  CHECK_FALSE(store->entry("k")->expires_at);
}

void an_update_that_makes_nothing_changes_nothing(StoreFixture& fixture) {
  const auto store = fixture.open();
  const auto nothing = [](const Entry*, std::int64_t) { return std::optional<Entry>(); };
  CHECK_FALSE(store->update("k", nothing));
  CHECK_FALSE(store->has("k"));
  store->set("k", str("v"), {.ttl = Millis(5000)});
  const auto before = contents(*store);
  CHECK_FALSE(store->update("k", nothing));
  CHECK(contents(*store) == before);
}

void an_update_that_throws_changes_nothing(StoreFixture& fixture) {
  const auto store = fixture.open();
  store->set("k", str("v"));
  CHECK_THROWS_AS(store->update("k",
                                [](const Entry*, std::int64_t) -> std::optional<Entry> {
                                  throw objectos::Error(objectos::Errc::data, {"x", "no"});
                                }),
                  objectos::Error);
  CHECK(text_of(*store, "k") == "v");
  store->set("k", str("w"));
  CHECK(text_of(*store, "k") == "w");
}

void no_update_is_lost_between_threads(StoreFixture& fixture) {
  const auto store = fixture.open();
  on_threads(4, [&](int) {
    for (int i = 0; i < 25; ++i) {
      store->update("k", [](const Entry* current, std::int64_t) {
        const std::string text = current ? current->value.text() : "";
        return std::optional(Entry{{}, str(text + "x"), {}});
      });
    }
  });
  CHECK(text_of(*store, "k") == std::string(100, 'x'));
}

void no_update_is_lost_between_instances(StoreFixture& fixture) {
  fixture.open();
  on_threads(4, [&](int) {
    const auto store = fixture.open();
    for (int i = 0; i < 10; ++i) {
      store->update("k", [](const Entry* current, std::int64_t) {
        const std::string text = current ? current->value.text() : "";
        return std::optional(Entry{{}, str(text + "x"), {}});
      });
    }
  });
  CHECK(text_of(*fixture.open(), "k") == std::string(40, 'x'));
}

// ---- rate limits
// -----------------------------------------------------------------------------------------------

Gcra limit(std::int64_t count, Millis period, std::int64_t burst, std::int64_t cost = 1) {
  return {.rate = Rate{count, period}, .burst = burst, .cost = cost};
}
Outcome take(Storage& store, const Gcra& gcra) {
  return store.run(store.operation("limit", gcra));
}

void a_rate_limit_gives_a_burst_and_then_the_rate(StoreFixture& fixture) {
  const auto store = fixture.open();
  const Gcra ten_a_second = limit(10, Millis(1000), 3);
  for (const char* backlog : {"100000", "200000", "300000"}) {
    const Outcome taken = take(*store, ten_a_second);
    CHECK(taken.applied);
    CHECK(taken.value->raw() == backlog);
  }
  const auto before = contents(*store);
  const Outcome refused = take(*store, ten_a_second);
  CHECK_FALSE(refused.applied);
  CHECK(refused.value->raw() == "300000");
  CHECK(contents(*store) == before);
  fixture.clock.now += 99;
  CHECK_FALSE(take(*store, ten_a_second).applied);
  fixture.clock.now += 1;
  CHECK(take(*store, ten_a_second).applied);
  CHECK_FALSE(take(*store, ten_a_second).applied);
  fixture.clock.now += 300 + fixture.grace_ms;
  CHECK_FALSE(store->has("limit"));  // nothing is in use, so nothing is kept
}

void a_cost_takes_several_at_once(StoreFixture& fixture) {
  const auto store = fixture.open();
  CHECK(take(*store, limit(1, Millis(1000), 5, 4)).applied);
  const Outcome refused = take(*store, limit(1, Millis(1000), 5, 2));
  CHECK_FALSE(refused.applied);
  CHECK(refused.value->raw() == "4000000");
  CHECK(take(*store, limit(1, Millis(1000), 5, 1)).applied);
  CHECK_FALSE(take(*store, limit(1, Millis(1000), 5, 1)).applied);
}

void a_rate_that_does_not_divide_evenly_is_never_exceeded(StoreFixture& fixture) {
  const auto store = fixture.open();
  int allowed = 0;
  for (int ms = 0; ms < 3000; ms += 100) {
    allowed += take(*store, limit(7, Millis(1000), 1)).applied;
    fixture.clock.now += 100;
  }
  CHECK(allowed <= 21);
  CHECK(allowed >= 15);
}

void a_clock_that_is_set_back_locks_nobody_out(StoreFixture& fixture) {
  const auto store = fixture.open();
  const Gcra one_a_second = limit(1, Millis(1000), 2);
  CHECK(take(*store, one_a_second).applied);
  fixture.clock.now -= 3'600'000;
  CHECK_FALSE(take(*store, one_a_second).applied);  // as if the whole burst were in use
  fixture.clock.now += 1000;
  CHECK_FALSE(take(*store, one_a_second).applied);  // still an hour ahead
}

void a_rate_limit_leaves_a_foreign_value_alone(StoreFixture& fixture) {
  const auto store = fixture.open();
  store->set("limit", str("mine"));
  CHECK(thrown_code([&] { take(*store, limit(1, Millis(1000), 1)); }) == "data");
  CHECK(text_of(*store, "limit") == "mine");
}

void a_rate_limit_holds_for_many_at_once(StoreFixture& fixture) {
  fixture.open();
  std::atomic<int> allowed{0};
  on_threads(4, [&](int) {
    const auto store = fixture.open();
    for (int i = 0; i < 25; ++i) allowed += take(*store, limit(1, Millis(3'600'000), 10)).applied;
  });
  CHECK(allowed == 10);
}

void rate_limits_work_inside_a_pipeline(StoreFixture& fixture) {
  const auto store = fixture.open();
  std::string seen;
  const auto pipeline =
      store->backend().pipeline([&](objectos::Operation& done) { seen += done.outcome.applied ? '1' : '0'; });
  for (int i = 0; i < 5; ++i) pipeline->add(store->operation("limit", limit(1, Millis(60'000), 3)));
  pipeline->drain();
  CHECK(seen == "11100");
}

// ---- fences
// ----------------------------------------------------------------------------------------------------

void hold(StoreFixture& fixture, Storage& store, std::vector<std::int64_t> tokens) {
  LockRecord record;
  for (const std::int64_t token : tokens) {
    record.last = token;
    LockRecord::Holding holding;
    holding.token = token;
    holding.expires_at = fixture.clock.now + 1000;
    record.holdings.push_back(holding);
  }
  store.set("lock:job", record.value());
}

Put plain(std::string_view text) {
  return Put{.value = str(text), .expiry = {}, .equals = {}};
}
bool put_fenced(Storage& store, std::int64_t token, Put put) {
  return store.run(store.operation("k", FencedPut{std::move(put), {"job", token}})).applied;
}

void only_the_holder_writes_under_a_fence(StoreFixture& fixture) {
  const auto store = fixture.open();
  CHECK_FALSE(put_fenced(*store, 7, plain("nobody holds it")));
  hold(fixture, *store, {7});
  CHECK_FALSE(put_fenced(*store, 6, plain("another token")));
  CHECK_FALSE(store->has("k"));
  CHECK(put_fenced(*store, 7, plain("one")));
  CHECK(put_fenced(*store, 7, plain("two")));
  CHECK(text_of(*store, "k") == "two");
  fixture.clock.now += 1000;
  CHECK_FALSE(put_fenced(*store, 7, plain("too late")));
  CHECK(text_of(*store, "k") == "two");
}

void a_smaller_token_does_not_write_after_a_larger_one(StoreFixture& fixture) {
  const auto store = fixture.open();
  hold(fixture, *store, {7, 8});
  CHECK(put_fenced(*store, 7, plain("seven")));
  CHECK(put_fenced(*store, 8, plain("eight")));
  CHECK_FALSE(put_fenced(*store, 7, plain("seven again")));
  CHECK(text_of(*store, "k") == "eight");
  CHECK(store->remove("k"));
  CHECK_FALSE(put_fenced(*store, 7, plain("seven again")));
  CHECK_FALSE(store->has("k"));
}

void a_fenced_put_keeps_its_other_conditions(StoreFixture& fixture) {
  const auto store = fixture.open();
  hold(fixture, *store, {7});
  CHECK_FALSE(put_fenced(*store, 7, put_if(Put::If::present, str("a"))));
  CHECK(put_fenced(*store, 7, put_if(Put::If::absent, str("a"))));
  CHECK_FALSE(put_fenced(*store, 7, put_if(Put::If::absent, str("b"))));
  CHECK_FALSE(put_fenced(*store, 7, put_if(Put::If::equals, str("c"), "b")));
  CHECK(put_fenced(*store, 7, put_if(Put::If::equals, str("quote\"d"), "a")));
  CHECK(put_fenced(*store, 7, put_if(Put::If::equals, str("d"), "quote\"d")));
  CHECK(put_fenced(*store, 7, put_until(Expiry::after(Millis(5000)), str("e"))));
  CHECK(store->entry("k")->expires_at == fixture.clock.now + 5000);
  Put last = put_until(Expiry::keep(), str("f"));
  last.want_previous = true;
  const Outcome outcome = store->run(store->operation("k", FencedPut{last, {"job", 7}}));
  CHECK(outcome.applied);
  CHECK(outcome.previous == str("e"));
  CHECK(store->entry("k")->expires_at == fixture.clock.now + 5000);
}

void fenced_puts_work_inside_a_pipeline_and_with_hash_tags(StoreFixture& fixture) {
  const auto store = fixture.open();
  hold(fixture, *store, {7});
  std::string seen;
  const auto pipeline =
      store->backend().pipeline([&](objectos::Operation& done) { seen += done.outcome.applied ? '1' : '0'; });
  for (const char* key : {"k", "{tag}k", "a:b"}) {
    pipeline->add(store->operation(key, plain("0")));
    pipeline->add(store->operation(key, FencedPut{plain("1"), {"job", 7}}));
    pipeline->add(store->operation(key, FencedPut{plain("2"), {"job", 5}}));
  }
  pipeline->drain();
  CHECK(seen == "110110110");
  for (const char* key : {"k", "{tag}k", "a:b"}) CHECK(text_of(*store, key) == "1");
}

void a_fence_inside_a_transaction_is_the_same_fence(StoreFixture& fixture) {
  const auto store = fixture.open();
  hold(fixture, *store, {7, 8});
  {
    const auto group = store->backend().begin(Access::atomic);
    CHECK(put_fenced(*store, 8, plain("eight")));
    group->commit();
  }
  CHECK_FALSE(put_fenced(*store, 7, plain("seven")));
  CHECK(text_of(*store, "k") == "eight");
  CHECK(put_fenced(*store, 8, plain("eight again")));
  {
    const auto group = store->backend().begin(Access::atomic);
    CHECK_FALSE(put_fenced(*store, 7, plain("seven")));
    group->commit();
  }
  CHECK(text_of(*store, "k") == "eight again");
}

}  // namespace

std::vector<StorageCase> step_cases() {
  return {
      STORAGE_CASE(an_update_sees_the_entry_and_replaces_it, .injected_clock = true),
      STORAGE_CASE(an_update_that_makes_nothing_changes_nothing),
      STORAGE_CASE(an_update_that_throws_changes_nothing),
      STORAGE_CASE(no_update_is_lost_between_threads),
      STORAGE_CASE(no_update_is_lost_between_instances, .shared = true),
      STORAGE_CASE(a_rate_limit_gives_a_burst_and_then_the_rate, .injected_clock = true),
      STORAGE_CASE(a_cost_takes_several_at_once, .injected_clock = true),
      STORAGE_CASE(a_rate_that_does_not_divide_evenly_is_never_exceeded, .injected_clock = true),
      STORAGE_CASE(a_clock_that_is_set_back_locks_nobody_out, .injected_clock = true),
      STORAGE_CASE(a_rate_limit_leaves_a_foreign_value_alone),
      STORAGE_CASE(a_rate_limit_holds_for_many_at_once, .shared = true),
      STORAGE_CASE(rate_limits_work_inside_a_pipeline),
      STORAGE_CASE(only_the_holder_writes_under_a_fence, .injected_clock = true),
      STORAGE_CASE(a_smaller_token_does_not_write_after_a_larger_one, .injected_clock = true),
      STORAGE_CASE(a_fenced_put_keeps_its_other_conditions, .injected_clock = true),
      STORAGE_CASE(a_fence_inside_a_transaction_is_the_same_fence, .transactional = true,
                   .injected_clock = true),
      STORAGE_CASE(fenced_puts_work_inside_a_pipeline_and_with_hash_tags, .injected_clock = true),
  };
}

}  // namespace conformance
