// What is set comes back; keys, scopes, tags and patterns.
#include <atomic>
#include <stdexcept>
#include <thread>

#include "cache_suite_parts.hpp"

namespace conformance {
namespace {

void a_value_comes_back_byte_for_byte(CacheFixture& fixture) {
  Cache cache = fixture.cache();
  const std::string raw("\0\x01\xff\n{\"a\"", 8);
  for (const Value& value :
       {Value(), Value::boolean(false), Value::string(""), Value::string("größe \"\\"), Value::json("{\"b\":1,\"a\":1.50}"),
        Value::number(std::int64_t{-5}), Value::bytes(raw), Value::bytes(""), Value::bytes("null")}) {
    cache.set("k", value);
    CHECK(cache.get("k") == value);
    bool seen = false;
    CHECK(cache.visit("k", [&](const Value& found) { seen = found == value; }));
    CHECK(seen);
  }
}

void absent_is_a_miss_and_not_an_error(CacheFixture& fixture) {
  Cache cache = fixture.cache();
  CHECK_FALSE(cache.get("k"));
  CHECK_FALSE(cache.has("k"));
  CHECK_FALSE(cache.remove("k"));
  CHECK(cache.keys().empty());
  CHECK(cache.clear() == 0);
  CHECK(cache.invalidate_tag("t") == 0);
  set(cache, "k");
  CHECK(cache.has("k"));
  CHECK(cache.remove("k"));
  CHECK_FALSE(cache.has("k"));
  CHECK_FALSE(cache.visit("k", [](const Value&) { FAIL("there is nothing to look at"); }));
}

void bad_words_are_refused(CacheFixture& fixture) {
  Cache cache = fixture.cache();
  for (const std::string& key : {std::string(), std::string("a\nb"), std::string("a\0b", 3), std::string("\xff"),
                                 std::string(objectos::max_key_bytes + 1, 'k')}) {
    CAPTURE(key);
    CHECK(thrown_code([&] { cache.get(key); }) == "usage");
    CHECK(thrown_code([&] { cache.has(key); }) == "usage");
    CHECK(thrown_code([&] { set(cache, key); }) == "usage");
    CHECK(thrown_code([&] { cache.remove(key); }) == "usage");
    CHECK(thrown_code([&] { cache.invalidate_tag(key); }) == "usage");
    CHECK(thrown_code([&] { cache.set("k", Value(), {.ttl = {}, .tags = {key}}); }) == "usage");
  }
  set(cache, std::string(objectos::max_key_bytes, 'k'));
  CHECK(thrown_code([&] { cache.set("k", Value(), {.ttl = Millis(0), .tags = {}}); }) == "usage");
  CHECK(thrown_code([&] { cache.scoped("a:b"); }) == "usage");
  CHECK(thrown_code([&] { cache.scoped(""); }) == "usage");
  CHECK(thrown_code([&] { cache.scoped("a").scoped("b"); }) == "usage");
  CHECK(thrown_code([&] { set(*std::make_unique<Cache>(cache.scoped("abc")), std::string(1021, 'k')); }) == "usage");
}

void a_scope_is_what_stands_before_the_colon(CacheFixture& fixture) {
  Cache cache = fixture.cache();
  Cache a = cache.scoped("a");
  set(a, "k", "in a");
  set(cache, "k", "outside");
  CHECK(text_of(a, "k") == "in a");
  CHECK(text_of(cache, "k") == "outside");
  CHECK(text_of(cache, "a:k") == "in a");
  CHECK(a.keys() == CacheKeys{"k"});
  CHECK(cache.keys() == CacheKeys{"a:k", "k"});
  CHECK(cache.scoped("b").keys().empty());
  CHECK(a.clear() == 1);
  CHECK(cache.keys() == CacheKeys{"k"});
}

void keys_are_listed_in_bytewise_order(CacheFixture& fixture) {
  Cache cache = fixture.cache();
  for (const char* key : {"b", "a:2", "ab", "a", "é", "B", "a:10", "*", "[x]"}) set(cache, key);
  const CacheKeys all{"*", "B", "[x]", "a", "a:10", "a:2", "ab", "b", "é"};
  CHECK(cache.keys() == all);
  CHECK(cache.count() == all.size());
  CHECK(cache.keys(Glob("a*")) == CacheKeys{"a", "a:10", "a:2", "ab"});
  CHECK(cache.keys(Glob("?")) == CacheKeys{"*", "B", "a", "b", "é"});
  CHECK(cache.keys(Glob("\\*")) == CacheKeys{"*"});
  CHECK(cache.keys(Glob("\\[x]")) == CacheKeys{"[x]"});
  CHECK(cache.count(Glob("a:[0-9]")) == 1);
  CacheKeys page;
  cache.each({Glob(), "a", false}, [&page](const Entry& entry) {
    page.push_back(entry.key);
    return page.size() < 2;
  });
  CHECK(page == CacheKeys{"a:10", "a:2"});
}

void a_listing_shows_values_and_ends(CacheFixture& fixture) {
  Cache cache = fixture.cache();
  cache.scoped("s").set("k", Value::bytes("raw"), {.ttl = Millis(1500), .tags = {}});
  cache.scoped("s").set("l", Value::boolean(true));
  std::vector<std::string> seen;
  cache.scoped("s").each({Glob(), {}, true}, [&](const Entry& entry) {
    seen.push_back(entry.key + "=" + entry.value.text() + "@" +
                   (entry.expires_at ? std::to_string(*entry.expires_at - fixture.clock.now) : "never"));
    return true;
  });
  CHECK(seen == std::vector<std::string>{"k=raw@1500", "l=true@never"});
}

void invalidation_takes_what_matches(CacheFixture& fixture) {
  Cache cache = fixture.cache();
  for (const char* key : {"a", "a:1", "a:2", "b:1"}) set(cache, key);
  CHECK(cache.invalidate_matching(Glob("a:*")) == 2);
  CHECK(cache.keys() == CacheKeys{"a", "b:1"});
  CHECK(cache.scoped("b").invalidate_matching(Glob("1")) == 1);
  CHECK(cache.clear() == 1);
  CHECK(cache.stats().size == 0);
  CHECK(cache.stats().bytes == 0);
}

void tags_invalidate_what_was_set_with_them(CacheFixture& fixture) {
  Cache cache = fixture.cache();
  Cache s = cache.scoped("s");
  cache.set("one", Value(), {.ttl = {}, .tags = {"x", "y", "x"}});
  cache.set("two", Value(), {.ttl = {}, .tags = {"y"}});
  cache.set("none", Value());
  s.set("in", Value(), {.ttl = {}, .tags = {"x", "x:y"}});
  CHECK(cache.tags() == std::vector<std::string>{"x", "x:y", "y"});
  CHECK(s.tags() == std::vector<std::string>{"x", "x:y"});
  CHECK(s.invalidate_tag("y") == 0);
  CHECK(s.invalidate_tag("x:y") == 1);
  CHECK(cache.keys() == CacheKeys{"none", "one", "two"});
  CHECK(cache.invalidate_tag("x") == 1);
  CHECK(cache.invalidate_tag("x") == 0);
  CHECK(cache.keys() == CacheKeys{"none", "two"});
  cache.set("two", Value());  // without the tag
  CHECK(cache.invalidate_tag("y") == 0);
  CHECK(cache.tags().empty());
  s.set("in", Value(), {.ttl = {}, .tags = {"x"}});
  CHECK(cache.invalidate_tag("x") == 1);  // from outside, in every scope
}

void a_removed_entry_takes_its_tags_along(CacheFixture& fixture) {
  Cache cache = fixture.cache();
  cache.set("k", Value(), {.ttl = {}, .tags = {"t"}});
  cache.remove("k");
  set(cache, "k");
  CHECK(cache.invalidate_tag("t") == 0);
  CHECK(cache.has("k"));
}

void get_or_compute_computes_once(CacheFixture& fixture) {
  Cache cache = fixture.cache();
  int computed = 0;
  const auto compute = [&computed] {
    ++computed;
    return Value::string("answer");
  };
  CHECK(cache.get_or_compute("k", compute).text() == "answer");
  CHECK(cache.get_or_compute("k", compute, {.ttl = Millis(1), .tags = {}}).text() == "answer");
  CHECK(computed == 1);
  CHECK(cache.stats().hits == 1);
  CHECK(cache.stats().misses == 1);
}

void many_threads_share_one_computation(CacheFixture& fixture) {
  Cache cache = fixture.cache();
  std::atomic<int> asking{0}, computed{0};
  std::vector<std::thread> threads;
  std::atomic<int> right{0};
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      ++asking;
      const Value value = cache.get_or_compute("k", [&] {
        ++computed;
        while (asking < 8) std::this_thread::yield();
        return Value::string("answer");
      });
      right += value.text() == "answer";
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(computed == 1);
  CHECK(right == 8);
  CHECK(cache.stats().hits + cache.stats().misses == 8);
}

void what_a_computation_throws_comes_out(CacheFixture& fixture) {
  Cache cache = fixture.cache();
  CHECK_THROWS_AS(cache.get_or_compute("k", []() -> Value { throw std::runtime_error("no"); }), std::runtime_error);
  CHECK_FALSE(cache.has("k"));
  CHECK(cache.get_or_compute("k", [] { return Value::string("now"); }).text() == "now");
  CHECK(thrown_code([&] {
          cache.get_or_compute("self", [&] { return cache.get_or_compute("self", [] { return Value(); }); });
        }) == "usage");
}

}  // namespace

std::vector<CacheCase> cache_value_cases() {
  return {CACHE_CASE(a_value_comes_back_byte_for_byte),
          CACHE_CASE(absent_is_a_miss_and_not_an_error),
          CACHE_CASE(bad_words_are_refused),
          CACHE_CASE(a_scope_is_what_stands_before_the_colon),
          CACHE_CASE(keys_are_listed_in_bytewise_order),
          CACHE_CASE(a_listing_shows_values_and_ends),
          CACHE_CASE(invalidation_takes_what_matches),
          CACHE_CASE(tags_invalidate_what_was_set_with_them),
          CACHE_CASE(a_removed_entry_takes_its_tags_along),
          CACHE_CASE(get_or_compute_computes_once),
          CACHE_CASE(many_threads_share_one_computation),
          CACHE_CASE(what_a_computation_throws_comes_out)};
}

}  // namespace conformance
