// When entries end. The clock moves, nothing sleeps.
#include "cache_suite_parts.hpp"

namespace conformance {
namespace {

void set_for(Cache& cache, std::string_view key, std::int64_t ms, std::vector<std::string> tags = {}) {
  cache.set(key, Value::string("v"), {.ttl = Millis(ms), .tags = std::move(tags)});
}

void a_ttl_ends_to_the_millisecond(CacheFixture& fixture) {
  Cache cache = fixture.cache();
  set_for(cache, "k", 2);
  fixture.clock.now += 1;
  CHECK(cache.has("k"));
  CHECK(cache.get("k"));
  fixture.clock.now += 1 + fixture.grace_ms;
  CHECK_FALSE(cache.has("k"));
  CHECK_FALSE(cache.get("k"));
}

void an_expired_entry_is_absent_for_every_verb(CacheFixture& fixture) {
  Cache cache = fixture.cache();
  set_for(cache, "s:gone", 10, {"t"});
  set_for(cache, "s:here", 12, {"t"});
  fixture.clock.now += 10 + fixture.grace_ms;
  CHECK_FALSE(cache.has("s:gone"));
  CHECK(cache.keys() == CacheKeys{"s:here"});
  CHECK(cache.scoped("s").count() == 1);
  CHECK(cache.stats().size == 1);
  CHECK(cache.stats().bytes == 6 + 3 + 1);
  CHECK(cache.scoped("s").stats().size == 1);
  CHECK(cache.scoped("s").stats().bytes == 6 + 3 + 1);
  CHECK_FALSE(cache.remove("s:gone"));
  CHECK(cache.invalidate_tag("t") == 1);
  CHECK(cache.clear() == 0);
}

void a_set_without_a_ttl_clears_an_earlier_one(CacheFixture& fixture) {
  Cache cache = fixture.cache();
  set_for(cache, "k", 10);
  set(cache, "k", "for ever");
  set(cache, "l");
  set_for(cache, "l", 10);
  fixture.clock.now += 10 + fixture.grace_ms;
  CHECK(text_of(cache, "k") == "for ever");
  CHECK_FALSE(cache.has("l"));
}

void the_default_ttl_is_for_sets_without_one(CacheFixture& fixture) {
  Cache cache(fixture.open({}), Millis(20));
  set(cache, "default");
  set_for(cache, "own", 40);
  fixture.clock.now += 20 + fixture.grace_ms;
  CHECK(cache.keys() == CacheKeys{"own"});
}

void collect_removes_what_has_expired(CacheFixture& fixture) {
  Cache cache = fixture.cache();
  set(cache, "stays");
  for (int i = 0; i < 20; ++i) set_for(cache, "k" + std::to_string(i), 10 + i);
  fixture.clock.now += 19 + fixture.grace_ms;
  CHECK(cache.collect() == 10);
  CHECK(cache.collect() == 0);
  CHECK(cache.count() == 11);
}

void what_has_expired_makes_room_first(CacheFixture& fixture) {
  Cache cache = fixture.cache({.max_size = 3});
  set(cache, "old");
  set_for(cache, "gone", 10);
  set_for(cache, "gone too", 10);
  fixture.clock.now += 10 + fixture.grace_ms;
  set(cache, "new");
  set(cache, "newer");
  CHECK(cache.keys() == CacheKeys{"new", "newer", "old"});
  CHECK(cache.stats().evictions == 0);
}

void a_clock_that_jumps_back_ends_nothing(CacheFixture& fixture) {
  Cache cache = fixture.cache();
  set_for(cache, "k", 1000);
  fixture.clock.now -= 500;
  CHECK(cache.has("k"));
  set_for(cache, "l", 1000);
  fixture.clock.now += 1000 + fixture.grace_ms;
  CHECK(cache.keys() == CacheKeys{"k"});
}

void the_calendar_ends_with_the_year_9999(CacheFixture& fixture) {
  Cache cache = fixture.cache();
  CHECK(thrown_code([&] { set_for(cache, "k", objectos::max_time_ms); }) == "usage");
  CHECK(thrown_code([&] { set_for(cache, "k", std::numeric_limits<std::int64_t>::max()); }) == "usage");
  CHECK_FALSE(cache.has("k"));
}

}  // namespace

std::vector<CacheCase> cache_expiry_cases() {
  return {CACHE_CASE(a_ttl_ends_to_the_millisecond),
          CACHE_CASE(an_expired_entry_is_absent_for_every_verb),
          CACHE_CASE(a_set_without_a_ttl_clears_an_earlier_one),
          CACHE_CASE(the_default_ttl_is_for_sets_without_one),
          CACHE_CASE(collect_removes_what_has_expired),
          CACHE_CASE(what_has_expired_makes_room_first),
          CACHE_CASE(a_clock_that_jumps_back_ends_nothing),
          CACHE_CASE(the_calendar_ends_with_the_year_9999)};
}

}  // namespace conformance
