// Flags with a cache in front.
#include <atomic>
#include <thread>

#include "flags_kit.hpp"
#include "thrown.hpp"

TEST_CASE("flags with a cache: every change is seen at once by all that share it") {
  const Storage storage = fresh();
  const Cache cache(memory_cache());
  Flags one(storage), two(storage);
  one.use(cache);
  two.use(cache);
  const FlagContext alice{.user = "alice"};
  const auto both = [&](const FlagContext& context) {
    const std::string first = got(one, "f", context);
    CHECK(got(two, "f", context) == first);
    CHECK(got(one, "f", context) == first);  // from the cache
    return first;
  };
  CHECK(both({}) == "- ERROR FLAG_NOT_FOUND");
  CHECK(both(alice) == "- ERROR FLAG_NOT_FOUND");
  two.set("f", Value::boolean(false));
  CHECK(both({}) == "off false STATIC");
  CHECK(both(alice) == "off false STATIC");
  two.set("f", Value::boolean(true), {.user = "alice"});
  CHECK(both(alice) == "on true TARGETING_MATCH");
  two.set("f", Value::boolean(true));
  CHECK(both({}) == "on true STATIC");
  two.set("f", Value::boolean(false), {.user = "alice"});
  CHECK(both(alice) == "off false TARGETING_MATCH");
  two.remove("f", "alice");
  CHECK(both(alice) == "on true STATIC");
  two.set("f", Value::boolean(false), {.user = "alice"});
  CHECK(both(alice) == "off false TARGETING_MATCH");
  two.import(R"({"flags":{"f":{"state":"ENABLED","variants":{"x":1},"targeting":{"if":[{"$ref":"r"},"x"]},
    "overrides":{"alice":2}}},"$evaluators":{"r":{"==":[1,1]}}})",
             "t");
  CHECK(both({}) == "x 1 TARGETING_MATCH");
  CHECK(both(alice) == "2 2 TARGETING_MATCH");
  two.import(R"({"flags":{},"$evaluators":{"r":{"==":[1,2]}}})", "t");
  CHECK(both({}) == "- DEFAULT");
  two.remove("f");
  CHECK(both(alice) == "- ERROR FLAG_NOT_FOUND");
  const CacheStats stats = cache.stats();
  CHECK(stats.hits > 20);
}

TEST_CASE("flags with a cache: the store is asked once for many uses") {
  const Storage storage = fresh();
  Flags flags(storage);
  flags.use(Cache(memory_cache()));
  flags.set("f", Value::boolean(true));
  CHECK(flags.is_on("f", {.user = "u"}));
  storage.backend().erase("feature-flags:flag/f");  // behind its back
  CHECK(flags.is_on("f", {.user = "u"}));
}

TEST_CASE("flags with a cache: a reader that is slower than a change keeps nothing old") {
  const Storage storage = fresh();
  const Cache cache(memory_cache());
  Flags writer(storage);
  writer.use(cache);
  std::atomic<int> written{0};
  std::atomic<bool> done{false};
  std::atomic<int> old{0};
  writer.set("n", Value::number(std::int64_t{0}));
  std::vector<std::thread> readers;
  for (int i = 0; i < 3; ++i) {
    readers.emplace_back([&] {
      Flags flags(storage);
      flags.use(cache);
      while (!done) {
        const int before = written;
        old += std::stoi(*flags.get("n").variant) < before;
      }
    });
  }
  for (int n = 1; n <= 3000; ++n) {
    writer.set("n", Value::number(std::int64_t{n}));
    written = n;
  }
  done = true;
  for (std::thread& reader : readers) reader.join();
  CHECK(Flags(std::move(writer)).get("n").variant == "3000");
  CHECK(old == 0);
}

TEST_CASE(
    "flags with a cache: a cache that cannot be asked is passed by, one that cannot forget is an error") {
  struct Broken final : CacheBackend {
    std::string name() const override { return "broken"; }
    [[noreturn]] static void fail() { throw Error(Errc::unavailable, Message("test", "the cache is away")); }
    bool get(std::string_view, ValueVisitor) override { fail(); }
    void set(std::string_view, CacheItem) override { fail(); }
    bool remove(std::string_view) override { fail(); }
    void range(const Range&, const Visitor&) override { fail(); }
    bool has_tag(std::string_view, std::string_view) override { fail(); }
    CacheStats stats(const std::string*) override { return {}; }
    void reset_stats(const std::string*) override {}
  };
  const Storage storage = fresh();
  Flags(storage).set("f", Value::boolean(true));
  Flags flags(storage);
  flags.use(Cache(std::make_shared<Broken>()));
  CHECK(flags.is_on("f"));
  CHECK(thrown_code([&] { flags.set("f", Value::boolean(false)); }) == "unavailable");
  CHECK_FALSE(flags.is_on("f"));  // stored all the same
}
