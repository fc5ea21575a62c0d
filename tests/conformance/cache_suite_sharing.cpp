// Several instances over one cache, as processes are.
#include <thread>

#include "cache_suite_parts.hpp"

namespace conformance {
namespace {

void what_one_sets_another_gets(CacheFixture& fixture) {
  Cache one = fixture.cache(), other = fixture.cache();
  one.set("k", Value::string("v"), {.ttl = {}, .tags = {"t"}});
  CHECK(text_of(other, "k") == "v");
  CHECK(other.stats().hits == 1);
  CHECK(one.stats().hits == 1);
  CHECK(other.invalidate_tag("t") == 1);
  CHECK_FALSE(one.get("k"));
  CHECK(other.stats().misses == 1);
}

void a_smaller_limit_takes_effect_with_the_next_set(CacheFixture& fixture) {
  Cache large = fixture.cache({.max_size = 100});
  for (int i = 0; i < 100; ++i) set(large, "k" + std::to_string(i));
  Cache small = fixture.cache({.max_size = 10});
  CHECK(small.count() == 100);
  set(small, "new");
  CHECK(small.count() == 10);
  CHECK(small.has("new"));
  CHECK(small.stats().evictions == 91);
  Cache fewer_bytes = fixture.cache({.max_size = 0, .max_bytes = 20});
  set(fewer_bytes, "newer");
  CHECK(fewer_bytes.stats().bytes <= 20);
  CHECK(fewer_bytes.has("newer"));
}

void limits_hold_between_writers(CacheFixture& fixture) {
  Cache watcher = fixture.cache({.max_size = 20});
  set(watcher, "first");
  std::vector<std::thread> threads;
  for (int t = 0; t < 3; ++t) {
    threads.emplace_back([&fixture, t] {
      Cache cache = fixture.cache({.max_size = 20});
      for (int i = 0; i < 100; ++i) {
        const std::string key = "k" + std::to_string((i * 7 + t * 31) % 60);
        if (!cache.get(key)) set(cache, key);
      }
    });
  }
  for (int i = 0; i < 30; ++i) CHECK(watcher.count() <= 20);
  for (std::thread& thread : threads) thread.join();
  const CacheStats stats = watcher.stats();
  CHECK(stats.hits + stats.misses == 300);
  CHECK(stats.size == watcher.count());
  CHECK(stats.size <= 20);
}

}  // namespace

std::vector<CacheCase> cache_sharing_cases() {
  return {CACHE_CASE(what_one_sets_another_gets, .shared = true),
          CACHE_CASE(a_smaller_limit_takes_effect_with_the_next_set, .shared = true),
          CACHE_CASE(limits_hold_between_writers, .shared = true)};
}

}  // namespace conformance
