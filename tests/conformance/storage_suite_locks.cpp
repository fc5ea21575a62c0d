// Locks and rate limiters, as C++ programs use them, on every backend.
#include <atomic>
#include <latch>
#include <thread>

#include "objectos/lock.hpp"
#include "objectos/rate_limiter.hpp"
#include "storage_suite_parts.hpp"

namespace conformance {
namespace {

using objectos::Holding;
using objectos::Lock;
using objectos::LockTerms;
using objectos::RateLimiter;
using objectos::RateVerdict;

LockTerms lease(std::int64_t ms, std::int64_t slots = 1) {
  return {.ttl = Millis(ms), .slots = slots, .command = "test"};
}

void a_lock_has_one_holder_until_it_is_released(StoreFixture& fixture) {
  Lock lock(*fixture.open());
  const auto first = lock.acquire("job", lease(1000));
  REQUIRE(first);
  CHECK(first->name == "job");
  CHECK(first->holder.command == "test");
  CHECK(first->since == fixture.clock.now);
  CHECK(first->expires_at == fixture.clock.now + 1000);
  CHECK_FALSE(lock.acquire("job", lease(1000)));
  CHECK(lock.acquire("other", lease(1000)));
  REQUIRE(lock.info("job").size() == 1);
  CHECK(lock.info("job")[0].token == first->token);
  CHECK(lock.release("job", first->token));
  CHECK_FALSE(lock.release("job", first->token));
  CHECK(lock.info("job").empty());
  const auto second = lock.acquire("job", lease(1000));
  REQUIRE(second);
  CHECK(second->token > first->token);
}

void a_lease_ends_by_its_time(StoreFixture& fixture) {
  Lock lock(*fixture.open());
  const auto first = lock.acquire("job", lease(1000));
  REQUIRE(first);
  fixture.clock.now += 999;
  CHECK_FALSE(lock.acquire("job", lease(1000)));
  CHECK(lock.info("job").size() == 1);
  fixture.clock.now += 1;
  CHECK(lock.info("job").empty());
  const auto second = lock.acquire("job", lease(1000));
  REQUIRE(second);
  CHECK(second->token > first->token);
  CHECK_FALSE(lock.renew("job", first->token, Millis(1000)));
  CHECK_FALSE(lock.release("job", first->token));
  CHECK(lock.info("job").size() == 1);
}

void a_lease_is_renewed_from_now_also_when_it_has_ended_unnoticed(StoreFixture& fixture) {
  Lock lock(*fixture.open());
  const auto held = lock.acquire("job", lease(1000));
  REQUIRE(held);
  fixture.clock.now += 500;
  CHECK(lock.renew("job", held->token, Millis(2000)));
  CHECK(lock.info("job")[0].expires_at == fixture.clock.now + 2000);
  fixture.clock.now += 3'600'000;  // somebody set the clock
  CHECK(lock.renew("job", held->token, Millis(1000)));
  CHECK_FALSE(lock.acquire("job", lease(1000)));
}

void tokens_grow_when_the_clock_is_set_back(StoreFixture& fixture) {
  Lock lock(*fixture.open());
  const auto first = lock.acquire("job", lease(1000));
  REQUIRE(first);
  CHECK(lock.release("job", first->token));
  fixture.clock.now -= 3'600'000;
  const auto second = lock.acquire("job", lease(1000));
  REQUIRE(second);
  CHECK(second->token == first->token + 1);
}

void a_lock_with_slots_has_so_many_holders(StoreFixture& fixture) {
  Lock lock(*fixture.open());
  const auto first = lock.acquire("job", lease(1000, 2));
  const auto second = lock.acquire("job", lease(2000, 2));
  REQUIRE(first);
  REQUIRE(second);
  CHECK(second->token > first->token);
  CHECK_FALSE(lock.acquire("job", lease(1000, 2)));
  CHECK_FALSE(lock.acquire("job", lease(1000, 1)));
  CHECK(lock.info("job").size() == 2);
  fixture.clock.now += 1000;
  CHECK(lock.acquire("job", lease(1000, 2)));
  CHECK_FALSE(lock.acquire("job", lease(1000, 2)));
}

void locks_are_listed_without_their_scope_and_without_marks(StoreFixture& fixture) {
  const auto store = fixture.open();
  Lock all(*store);
  Lock mine(*store, {.scope = "s", .directory = {}, .place = {}});
  REQUIRE(all.acquire("a", lease(1000)));
  const auto scoped = mine.acquire("b", lease(1000));
  REQUIRE(scoped);
  CHECK(scoped->name == "b");
  CHECK(mine.full_name("b") == "s:b");
  const objectos::FencedPut put{Put{.value = str("v"), .expiry = {}, .equals = {}},
                                {mine.full_name("b"), scoped->token}};
  CHECK(store->run(store->operation("k", put)).applied);
  const auto names = [](const std::vector<Holding>& holdings) {
    Keys found;
    for (const Holding& one : holdings) found.push_back(one.name);
    return found;
  };
  CHECK(names(all.list()) == Keys{"a", "s:b"});
  CHECK(names(mine.list()) == Keys{"b"});
  CHECK(names(all.list(Glob("s*"))) == Keys{"s:b"});
  CHECK(mine.release("b", scoped->token));
  CHECK(mine.list().empty());
}

void a_lock_that_nobody_holds_is_forgotten_after_a_week(StoreFixture& fixture) {
  const auto store = fixture.open();
  Lock lock(*store);
  const auto held = lock.acquire("job", lease(1000));
  REQUIRE(held);
  CHECK(lock.release("job", held->token));
  CHECK(store->has("lock:job"));
  fixture.clock.now += std::int64_t{7} * 86'400'000 + 1000 + fixture.grace_ms;
  CHECK_FALSE(store->has("lock:job"));
  const auto second = lock.acquire("job", lease(1000));
  REQUIRE(second);
  CHECK(second->token > held->token);
}

void one_of_many_gets_a_lock(StoreFixture& fixture) {
  fixture.open();
  std::atomic<int> winners{0};
  std::latch begin(6);
  std::vector<std::thread> threads;
  for (int i = 0; i < 6; ++i) {
    threads.emplace_back([&] {
      Lock lock(*fixture.open());
      begin.arrive_and_wait();
      winners += lock.acquire("job", lease(60'000)).has_value();
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(winners == 1);
}

void a_bad_name_or_lease_is_refused(StoreFixture& fixture) {
  Lock lock(*fixture.open());
  for (const char* name : {"", "fence:k", "a\nb"})
    CHECK(thrown_code([&] { lock.acquire(name, lease(1)); }) == "usage");
  CHECK(thrown_code([&] { lock.acquire("job", lease(0)); }) == "usage");
  CHECK(thrown_code([&] { lock.acquire("job", lease(1, 0)); }) == "usage");
  CHECK(lock.list().empty());
}

void a_rate_limiter_says_what_is_left_and_when_to_come_back(StoreFixture& fixture) {
  const auto store = fixture.open();
  RateLimiter limiter(*store, {.rate = objectos::parse_rate("60/m"), .burst = 3});
  CHECK_FALSE(RateLimiter::info(*store, "k"));
  for (const std::int64_t remaining : {2, 1, 0}) {
    const RateVerdict verdict = limiter.check("k");
    CHECK(verdict.allowed);
    CHECK(verdict.limit == 3);
    CHECK(verdict.remaining == remaining);
    CHECK(verdict.retry_after == Millis(0));
    CHECK(verdict.reset_after == Millis(1000 * (3 - remaining)));
  }
  fixture.clock.now += 400;
  RateVerdict refused = limiter.look("k");
  CHECK_FALSE(refused.allowed);
  CHECK(refused.retry_after == Millis(600));
  CHECK(refused.reset_after == Millis(2600));
  refused = limiter.check("k", 2);
  CHECK_FALSE(refused.allowed);
  CHECK(refused.retry_after == Millis(1600));
  const auto info = RateLimiter::info(*store, "k");
  REQUIRE(info);
  CHECK(info->limit == 3);
  CHECK(info->remaining == 0);
  CHECK(RateLimiter(*store, {.rate = objectos::parse_rate("60/m"), .burst = 3}, "s").check("k").allowed);
  CHECK(RateLimiter::reset(*store, "k"));
  CHECK_FALSE(RateLimiter::reset(*store, "k"));
  CHECK(limiter.check("k", 3).allowed);
}

}  // namespace

std::vector<StorageCase> lock_cases() {
  return {
      STORAGE_CASE(a_lock_has_one_holder_until_it_is_released, .injected_clock = true),
      STORAGE_CASE(a_lease_ends_by_its_time, .injected_clock = true),
      STORAGE_CASE(a_lease_is_renewed_from_now_also_when_it_has_ended_unnoticed, .injected_clock = true),
      STORAGE_CASE(tokens_grow_when_the_clock_is_set_back, .injected_clock = true),
      STORAGE_CASE(a_lock_with_slots_has_so_many_holders, .injected_clock = true),
      STORAGE_CASE(locks_are_listed_without_their_scope_and_without_marks, .injected_clock = true),
      STORAGE_CASE(a_lock_that_nobody_holds_is_forgotten_after_a_week, .injected_clock = true),
      STORAGE_CASE(one_of_many_gets_a_lock, .shared = true),
      STORAGE_CASE(a_bad_name_or_lease_is_refused),
      STORAGE_CASE(a_rate_limiter_says_what_is_left_and_when_to_come_back, .injected_clock = true),
  };
}

}  // namespace conformance
