// What is counted, and that it is counted once.
#include <thread>

#include "cache_suite_parts.hpp"

namespace conformance {
namespace {

std::string counters(const CacheStats& stats) {
  return "hits " + std::to_string(stats.hits) + ", misses " + std::to_string(stats.misses) + ", evictions " +
         std::to_string(stats.evictions) + ", expirations " + std::to_string(stats.expirations);
}

void a_look_up_is_one_hit_or_one_miss(CacheFixture& fixture) {
  Cache cache = fixture.cache();
  CHECK(cache.stats().hit_rate() == 0);
  set(cache, "k");
  cache.get("k");
  cache.visit("k", [](const Value&) {});
  cache.get("absent");
  CHECK(counters(cache.stats()) == "hits 2, misses 1, evictions 0, expirations 0");
  CHECK(cache.stats().hit_rate() == 2.0 / 3.0);
}

void other_verbs_count_nothing(CacheFixture& fixture) {
  Cache cache = fixture.cache();
  set(cache, "k");
  set(cache, "k", "again");
  cache.has("k");
  cache.has("absent");
  cache.keys();
  cache.count();
  cache.each({Glob(), {}, true}, [](const Entry&) { return true; });
  cache.remove("k");
  cache.remove("absent");
  cache.invalidate_tag("t");
  set(cache, "k");
  cache.clear();
  cache.collect();
  CHECK(counters(cache.stats()) == "hits 0, misses 0, evictions 0, expirations 0");
}

void an_expired_look_up_is_one_miss_and_one_expiration(CacheFixture& fixture) {
  Cache cache = fixture.cache();
  cache.set("k", Value(), {.ttl = Millis(10), .tags = {}});
  fixture.clock.now += 10 + fixture.grace_ms;
  cache.get("k");
  cache.get("k");
  cache.collect();
  CHECK(counters(cache.stats()) == "hits 0, misses 2, evictions 0, expirations 1");
}

void an_expiration_is_counted_however_it_is_noticed(CacheFixture& fixture) {
  Cache cache = fixture.cache();
  const auto expire = [&](const char* key) {
    cache.set(key, Value(), {.ttl = Millis(10), .tags = {"t"}});
    fixture.clock.now += 10 + fixture.grace_ms;
  };
  expire("collected");
  cache.collect();
  CHECK(cache.stats().expirations == 1);
  expire("replaced");
  set(cache, "replaced");
  cache.collect();
  CHECK(cache.stats().expirations == 2);
  expire("removed");
  cache.remove("removed");
  cache.collect();
  CHECK(cache.stats().expirations == 3);
  expire("cleared");
  cache.clear();
  cache.collect();
  CHECK(cache.stats().expirations == 4);
  CHECK(counters(cache.stats()) == "hits 0, misses 0, evictions 0, expirations 4");
}

void evictions_are_counted_in_the_scope_of_what_goes(CacheFixture& fixture) {
  Cache cache = fixture.cache({.max_size = 2});
  Cache a = cache.scoped("a"), b = cache.scoped("b");
  set(a, "1");
  set(a, "2");
  set(b, "1");
  CHECK(counters(a.stats()) == "hits 0, misses 0, evictions 1, expirations 0");
  CHECK(counters(b.stats()) == "hits 0, misses 0, evictions 0, expirations 0");
  CHECK(cache.stats().evictions == 1);
}

void every_scope_has_its_own_counters(CacheFixture& fixture) {
  Cache cache = fixture.cache();
  Cache a = cache.scoped("a");
  set(a, "k");
  set(cache, "k");
  a.get("k");
  a.get("absent");
  cache.get("a:k");  // the same entry
  cache.get("k");
  CHECK(counters(a.stats()) == "hits 2, misses 1, evictions 0, expirations 0");
  CHECK(counters(cache.stats()) == "hits 3, misses 1, evictions 0, expirations 0");
  CHECK(counters(cache.scoped("b").stats()) == "hits 0, misses 0, evictions 0, expirations 0");
  CHECK(a.stats().size == 1);
  CHECK(cache.stats().size == 2);
}

void reset_is_of_the_counters_only(CacheFixture& fixture) {
  Cache cache = fixture.cache();
  Cache a = cache.scoped("a");
  set(a, "k");
  set(cache, "k");
  a.get("k");
  cache.get("k");
  a.reset_stats();
  CHECK(counters(a.stats()) == "hits 0, misses 0, evictions 0, expirations 0");
  CHECK(cache.stats().hits == 1);
  cache.reset_stats();
  CHECK(counters(cache.stats()) == "hits 0, misses 0, evictions 0, expirations 0");
  CHECK(cache.stats().size == 2);
  CHECK(a.stats().size == 1);
  CHECK(a.get("k"));
  CHECK(cache.stats().hits == 1);
}

void the_limits_are_told(CacheFixture& fixture) {
  Cache cache = fixture.cache({.max_size = 7, .max_bytes = 900});
  set(cache, "k");
  const CacheStats stats = cache.stats();
  CHECK(stats.limits.max_size == 7);
  CHECK(stats.limits.max_bytes == 900);
  CHECK(stats.limits.policy == fixture.policy);
  CHECK(stats.backend == cache.backend().name());
}

void nothing_is_lost_between_threads(CacheFixture& fixture) {
  Cache cache = fixture.cache({.max_size = 50});
  constexpr int each = 400;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&cache, t] {
      for (int i = 0; i < each; ++i) {
        const std::string key = "k" + std::to_string((i * 7 + t * 3) % 80);
        if (!cache.get(key)) set(cache, key);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  const CacheStats stats = cache.stats();
  CHECK(stats.hits + stats.misses == 4 * each);
  CHECK(stats.size == cache.count());
  CHECK(stats.size <= 50);
}

}  // namespace

std::vector<CacheCase> cache_statistics_cases() {
  return {CACHE_CASE(a_look_up_is_one_hit_or_one_miss),
          CACHE_CASE(other_verbs_count_nothing),
          CACHE_CASE(an_expired_look_up_is_one_miss_and_one_expiration),
          CACHE_CASE(an_expiration_is_counted_however_it_is_noticed),
          CACHE_CASE(evictions_are_counted_in_the_scope_of_what_goes),
          CACHE_CASE(every_scope_has_its_own_counters),
          CACHE_CASE(reset_is_of_the_counters_only),
          CACHE_CASE(the_limits_are_told),
          CACHE_CASE(nothing_is_lost_between_threads)};
}

}  // namespace conformance
