// Limits that hold at all times, and what goes when they would not.
#include <algorithm>
#include <list>
#include <random>

#include "cache_suite_parts.hpp"

namespace conformance {
namespace {

/// The policies as their definitions say, in the simplest way.
class Model {
 public:
  Model(CachePolicy policy, std::size_t max_size, std::uint64_t max_bytes)
      : policy_(policy), max_size_(max_size), max_bytes_(max_bytes) {}

  bool get(const std::string& key) {
    const auto at = find(key);
    if (at == entries_.end()) return false;
    use(at);
    return true;
  }
  void set(const std::string& key, std::uint64_t bytes) {
    auto at = find(key);
    if (at != entries_.end()) {
      use(at);
      make_room(0, bytes > at->bytes ? bytes - at->bytes : 0, at);
      at->bytes = bytes;
      use(at);
      return;
    }
    make_room(1, bytes, entries_.end());
    entries_.push_front({key, bytes, false});
  }
  CacheKeys keys() const {
    CacheKeys keys;
    for (const Entry& entry : entries_) keys.push_back(entry.key);
    std::sort(keys.begin(), keys.end());
    return keys;
  }
  std::uint64_t evictions = 0;

 private:
  struct Entry {
    std::string key;
    std::uint64_t bytes;
    bool used;
  };
  using Entries = std::list<Entry>;  // the newest first
  Entries::iterator find(const std::string& key) {
    return std::find_if(entries_.begin(), entries_.end(), [&key](const Entry& entry) { return entry.key == key; });
  }
  void use(Entries::iterator at) {
    at->used = true;
    if (policy_ == CachePolicy::lru) entries_.splice(entries_.begin(), entries_, at);
  }
  std::uint64_t bytes() const {
    std::uint64_t sum = 0;
    for (const Entry& entry : entries_) sum += entry.bytes;
    return sum;
  }
  void make_room(std::size_t entries, std::uint64_t more, Entries::iterator spared) {
    while ((max_size_ && entries_.size() + entries > max_size_) || (max_bytes_ && bytes() + more > max_bytes_))
      evict(spared);
  }
  void evict(Entries::iterator spared) {
    ++evictions;
    if (policy_ == CachePolicy::lru) {
      entries_.pop_back();
      return;
    }
    const auto newer = [this](Entries::iterator at) { return at == entries_.begin() ? entries_.end() : std::prev(at); };
    auto at = hand_ == entries_.end() ? std::prev(entries_.end()) : hand_;
    while (at->used || at == spared) {
      at->used = false;
      at = newer(at);
      if (at == entries_.end()) at = std::prev(entries_.end());
    }
    hand_ = newer(at);
    entries_.erase(at);
  }

  CachePolicy policy_;
  std::size_t max_size_;
  std::uint64_t max_bytes_;
  Entries entries_;
  Entries::iterator hand_ = entries_.end();
};

/// The same random operations on both; what is there must be the same after each.
void compare_with_model(CacheFixture& fixture, std::size_t max_size, std::uint64_t max_bytes) {
  Cache cache = fixture.cache({.max_size = max_size, .max_bytes = max_bytes});
  Model model(fixture.policy, max_size, max_bytes);
  std::mt19937 random(7);
  for (int i = 0; i < 1500; ++i) {
    const std::string key = "k" + std::to_string(std::min(random() % 60, random() % 60));
    if (random() % 3 > 0) {
      REQUIRE(cache.get(key).has_value() == model.get(key));
    } else {
      const std::string text(random() % 20, 'v');
      cache.set(key, Value::bytes(text));
      model.set(key, key.size() + text.size());
    }
    if (i % 10 == 0) REQUIRE(cache.keys() == model.keys());
  }
  CHECK(cache.keys() == model.keys());
  CHECK(cache.stats().evictions == model.evictions);
  CHECK(model.evictions > 100);
}

void eviction_by_size_follows_the_policy(CacheFixture& fixture) { compare_with_model(fixture, 20, 0); }
void eviction_by_bytes_follows_the_policy(CacheFixture& fixture) { compare_with_model(fixture, 0, 200); }
void both_limits_hold_together(CacheFixture& fixture) { compare_with_model(fixture, 15, 200); }
void a_cache_of_one_entry_works(CacheFixture& fixture) { compare_with_model(fixture, 1, 0); }

void the_limits_hold_after_every_set(CacheFixture& fixture) {
  Cache cache = fixture.cache({.max_size = 10, .max_bytes = 100});
  std::mt19937 random(3);
  for (int i = 0; i < 200; ++i) {
    cache.set("k" + std::to_string(i % 37), Value::bytes(std::string(random() % 50, 'v')));
    const CacheStats stats = cache.stats();
    REQUIRE(stats.size <= 10);
    REQUIRE(stats.bytes <= 100);
    REQUIRE(stats.size == cache.count());
  }
  CHECK(cache.stats().size > 0);
}

void bytes_are_those_of_key_value_and_tags(CacheFixture& fixture) {
  Cache cache = fixture.cache();
  set(cache, "key", "four");  // the quotes of the JSON text count
  CHECK(cache.stats().bytes == 3 + 6);
  cache.set("key", Value::bytes("four"), {.ttl = {}, .tags = {"ab", "c", "ab"}});
  CHECK(cache.stats().bytes == 3 + 4 + 3);
  set(*std::make_unique<Cache>(cache.scoped("sc")), "k", "");
  CHECK(cache.stats().bytes == 10 + 4 + 2);
  CHECK(cache.scoped("sc").stats().bytes == 6);
  cache.remove("key");
  CHECK(cache.stats().bytes == 6);
}

void without_limits_nothing_goes(CacheFixture& fixture) {
  Cache cache = fixture.cache({.max_size = 0});
  for (int i = 0; i < 1200; ++i) set(cache, "k" + std::to_string(i));
  CHECK(cache.count() == 1200);
  CHECK(cache.stats().evictions == 0);
}

void a_cache_fills_to_its_last_place(CacheFixture& fixture) {
  Cache cache = fixture.cache({.max_size = 200});
  for (int i = 0; i < 200; ++i) set(cache, "k" + std::to_string(i));
  CHECK(cache.count() == 200);
  set(cache, "one more");
  CHECK(cache.count() == 200);
  CHECK(cache.has("one more"));
  CHECK(cache.stats().evictions == 1);
}

void an_entry_larger_than_the_cache_is_refused_and_changes_nothing(CacheFixture& fixture) {
  Cache cache = fixture.cache({.max_size = 10, .max_bytes = 100});
  set(cache, "a");
  set(cache, "b");
  CHECK(thrown_code([&] { cache.set("a", Value::bytes(std::string(100, 'v'))); }) == "data");
  CHECK(text_of(cache, "a") == "v");
  CHECK(cache.count() == 2);
  cache.set("a", Value::bytes(std::string(99, 'v')));  // with its key just as large as the cache
  CHECK(cache.keys() == CacheKeys{"a"});
  const Value large = cache.get_or_compute("c", [] { return Value::bytes(std::string(100, 'v')); });
  CHECK(large.raw().size() == 100);
  CHECK_FALSE(cache.has("c"));
}

void an_entry_that_grows_is_not_its_own_victim(CacheFixture& fixture) {
  Cache cache = fixture.cache({.max_size = 10, .max_bytes = 60});
  for (const char* key : {"a", "b", "c"}) cache.set(key, Value::bytes(std::string(9, 'v')));
  cache.set("a", Value::bytes(std::string(59, 'v')));
  CHECK(cache.keys() == CacheKeys{"a"});
  CHECK(cache.stats().bytes == 60);
  cache.set("a", Value::bytes("v"));
  CHECK(cache.stats().bytes == 2);
}

void what_is_asked_for_again_and_again_stays(CacheFixture& fixture) {
  Cache cache = fixture.cache({.max_size = 32});
  set(cache, "hot");
  for (int i = 0; i < 500; ++i) {
    set(cache, "k" + std::to_string(i));
    REQUIRE(cache.get("hot"));
  }
}

}  // namespace

std::vector<CacheCase> cache_limit_cases() {
  return {CACHE_CASE(eviction_by_size_follows_the_policy, .exact = true),
          CACHE_CASE(eviction_by_bytes_follows_the_policy, .exact = true),
          CACHE_CASE(both_limits_hold_together, .exact = true),
          CACHE_CASE(a_cache_of_one_entry_works),
          CACHE_CASE(the_limits_hold_after_every_set),
          CACHE_CASE(bytes_are_those_of_key_value_and_tags),
          CACHE_CASE(without_limits_nothing_goes),
          CACHE_CASE(a_cache_fills_to_its_last_place),
          CACHE_CASE(an_entry_larger_than_the_cache_is_refused_and_changes_nothing),
          CACHE_CASE(an_entry_that_grows_is_not_its_own_victim),
          CACHE_CASE(what_is_asked_for_again_and_again_stays)};
}

}  // namespace conformance
