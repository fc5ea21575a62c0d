// What flags evaluate to: the cases of flagd's own test bed, roll-outs, values of single users, what set
// does.
#include "objectos/flags.hpp"

#include <atomic>
#include <thread>

#include "catch.hpp"
#include "objectos/kernel.hpp"
#include "thrown.hpp"

using namespace objectos;

namespace {

struct FixedClock final : Clock {
  std::int64_t now_ms() const override { return 1'700'000'000'000; }
};
const FixedClock fixed;

Storage fresh() {
  return Storage(memory_storage(0, fixed));
}

Value js(std::string_view text) {
  return Value::json(text);
}

/// "VARIANT VALUE REASON", with the error's code behind it.
std::string got(const Flags& flags, std::string_view name, const FlagContext& context = {}) {
  const FlagResult result = flags.get(name, context);
  CHECK(result.flag == name);
  CHECK(result.variant.has_value() == result.value.has_value());
  return (result.variant ? *result.variant + ' ' + result.value->raw() : "-") + ' ' +
         std::string(flag_reason_name(result.reason)) +
         (result.error_code.empty() ? "" : ' ' + result.error_code);
}

/// A store with one flag of these variants and this rule.
Flags with_rule(std::string_view variants, std::string_view targeting, std::string_view name = "flag",
                std::string_view more = "") {
  Flags flags(fresh(), "", fixed);
  std::string file = "{\"flags\":{" + json::quoted(name) + ":{\"state\":\"ENABLED\",\"variants\":{";
  std::string first;
  for (std::size_t at = 0; at < variants.size();) {
    const auto end = std::min(variants.find(' ', at), variants.size());
    const std::string variant(variants.substr(at, end - at));
    file += (first.empty() ? "" : ",") + json::quoted(variant) + ':' + json::quoted(variant);
    if (first.empty()) first = variant;
    at = end + 1;
  }
  file += "},\"defaultVariant\":" + json::quoted(first) + ",\"targeting\":" + std::string(targeting) + "}}" +
          std::string(more) + "}";
  flags.import(file, "test");
  return flags;
}

std::string variant_for(const Flags& flags, std::string_view name, const FlagContext& context) {
  return flags.get(name, context).variant.value_or("-");
}

}  // namespace

TEST_CASE("flags: an absent flag is a result") {
  const Flags flags(fresh());
  CHECK(got(flags, "none") == "- ERROR FLAG_NOT_FOUND");
  CHECK_FALSE(flags.is_on("none"));
}

TEST_CASE("flags: set, get, remove") {
  Flags flags(fresh());
  flags.set("f", Value::boolean(true));
  CHECK(got(flags, "f") == "on true STATIC");
  flags.set("f", Value::boolean(false));
  CHECK(got(flags, "f") == "off false STATIC");
  flags.set("n", js("3"));
  CHECK(got(flags, "n") == "3 3 STATIC");
  flags.set("s", js(R"("dark")"));
  CHECK(got(flags, "s") == "dark \"dark\" STATIC");
  flags.set("o", js(R"({ "a": [1, 2] })"));
  CHECK(got(flags, "o") == R"({"a":[1,2]} {"a":[1,2]} STATIC)");
  flags.set("e", js(R"("")"));
  CHECK(got(flags, "e") == "\"\" \"\" STATIC");
  flags.set("z", js("null"));
  CHECK(got(flags, "z") == "null null STATIC");
  CHECK(flags.list().size() == 6);
  CHECK(flags.remove("f"));
  CHECK_FALSE(flags.remove("f"));
  CHECK(got(flags, "f") == "- ERROR FLAG_NOT_FOUND");
}

TEST_CASE("flags: what counts as on") {
  Flags flags(fresh());
  for (const auto& [text, is_on] : {std::pair("true", true),
                                    {"false", false},
                                    {"null", false},
                                    {"0", false},
                                    {"0.0", false},
                                    {"-0e5", false},
                                    {"1e-9", true},
                                    {"\"\"", false},
                                    {"\"0\"", true},
                                    {"\"false\"", true},
                                    {"[]", true},
                                    {"{}", true}}) {
    flags.set("f", js(text));
    INFO(text);
    CHECK(flags.is_on("f") == is_on);
    flags.remove("f");
  }
}

TEST_CASE("flags: a user's own value comes first, and goes with the flag") {
  Flags flags(fresh());
  flags.set("f", Value::boolean(false));
  flags.set("f", Value::boolean(true), {.user = "alice"});
  CHECK(got(flags, "f", {.user = "alice"}) == "on true TARGETING_MATCH");
  CHECK(got(flags, "f", {.user = "bob"}) == "off false STATIC");
  flags.set("f", Value::boolean(false), {.percent = 100});
  CHECK(flags.is_on("f", {.user = "alice"}));
  CHECK(flags.remove("f", "alice"));
  CHECK_FALSE(flags.remove("f", "alice"));
  CHECK_FALSE(flags.is_on("f", {.user = "alice"}));

  flags.set("f", Value::boolean(true), {.user = "alice"});
  flags.remove("f");
  flags.set("f", Value::boolean(false));
  CHECK_FALSE(flags.is_on("f", {.user = "alice"}));
}

TEST_CASE("flags: a user's value for a flag that is not there makes one") {
  Flags flags(fresh());
  flags.set("beta", Value::boolean(true), {.user = "alice"});
  CHECK(got(flags, "beta") == "off false STATIC");
  CHECK(got(flags, "beta", {.user = "alice"}) == "on true TARGETING_MATCH");
  flags.set("theme", js(R"("dark")"), {.user = "alice"});
  CHECK(got(flags, "theme") == "- DEFAULT");
  CHECK(got(flags, "theme", {.user = "alice"}) == "dark \"dark\" TARGETING_MATCH");
}

TEST_CASE("flags: names of flags and users may be anything a key may be") {
  Flags flags(fresh());
  for (const auto* name : {"a", "a/b", "a%2Fb", "a/b/c", "a:b", "*", "ä"}) {
    flags.set(name, js(json::quoted(name)));
    flags.set(name, js(json::quoted(std::string("own ") + name)), {.user = "u/v"});
  }
  CHECK(flags.remove("a"));
  for (const auto* name : {"a/b", "a%2Fb", "a/b/c", "a:b", "*", "ä"}) {
    CHECK(got(flags, name) == std::string(name) + ' ' + json::quoted(name) + " STATIC");
    CHECK(variant_for(flags, name, {.user = "u/v"}) == "own " + std::string(name));
  }
  CHECK(thrown_code([&] { flags.get(""); }) == "usage");
  CHECK(thrown_code([&] { flags.set("a\nb", Value::boolean(true)); }) == "usage");
  CHECK(thrown_code([&] { flags.get(std::string(2000, 'x')); }) == "usage");
  CHECK(thrown_code([&] { flags.set("a", Value::boolean(true), {.user = ""}); }) == "usage");
  CHECK(thrown_code([&] { flags.set("a", Value::boolean(true), {.user = std::string(2000, 'x')}); }) ==
        "usage");
}

TEST_CASE("flags: scopes keep flags apart") {
  const Storage storage = fresh();
  Flags outer(storage), inner(storage, "app"), other(storage, "app2");
  inner.set("f", Value::boolean(true));
  inner.set("f", Value::boolean(false), {.user = "u"});
  CHECK(got(outer, "f") == "- ERROR FLAG_NOT_FOUND");
  CHECK(got(other, "f") == "- ERROR FLAG_NOT_FOUND");
  REQUIRE(inner.list().size() == 1);
  CHECK(inner.list()[0].name == "f");
  REQUIRE(outer.list().size() == 1);
  CHECK(outer.list()[0].name == "app:f");
  CHECK(thrown_code([&] { Flags(storage, "a:b"); }) == "usage");
}

TEST_CASE("flags: a share of the users is stable and only grows") {
  Flags flags(fresh());
  const auto users_at = [&](double percent) {
    flags.set("f", Value::boolean(true), {.percent = percent});
    std::vector<int> on;
    for (int i = 0; i < 2000; ++i) {
      if (flags.is_on("f", {.user = "user" + std::to_string(i)})) on.push_back(i);
    }
    return on;
  };
  std::vector<int> before;
  for (const double percent : {0.0, 0.5, 1.0, 12.5, 13.0, 20.0, 50.0, 99.9, 100.0}) {
    const std::vector<int> now = users_at(percent);
    INFO(percent);
    CHECK(std::includes(now.begin(), now.end(), before.begin(), before.end()));
    CHECK(std::abs(static_cast<double>(now.size()) - 20 * percent) < 60);
    before = now;
  }
  CHECK(users_at(0).empty());
  CHECK(users_at(100).size() == 2000);
  flags.set("f", Value::boolean(true), {.percent = 20});
  CHECK(got(flags, "f") == "off false DEFAULT");  // nobody in particular
  flags.set("f", Value::boolean(false), {.percent = 20});
  CHECK(got(flags, "f") == "on true DEFAULT");
}

TEST_CASE("flags: a share gets another value than the default") {
  Flags flags(fresh());
  flags.set("theme", js(R"("light")"));
  flags.set("theme", js(R"("dark")"), {.percent = 30});
  int dark = 0;
  for (int i = 0; i < 1000; ++i) {
    const std::string variant = variant_for(flags, "theme", {.user = std::to_string(i)});
    CHECK((variant == "dark" || variant == "light"));
    dark += variant == "dark";
  }
  CHECK(std::abs(dark - 300) < 60);
  CHECK(got(flags, "theme") == "light \"light\" DEFAULT");
  flags.set("theme", js(R"("dark")"));
  CHECK(got(flags, "theme") == "dark \"dark\" STATIC");
  CHECK(flags.list()[0].variants == std::vector<std::string>{"light", "dark"});

  flags.set("new", js("5"), {.percent = 0});
  CHECK(got(flags, "new", {.user = "u"}) == "- DEFAULT");
}

TEST_CASE("flags: setting a new value again and again does not grow the flag") {
  Flags flags(fresh());
  for (int i = 0; i < 50; ++i) flags.set("limit", Value::number(std::int64_t{i}));
  CHECK(flags.list()[0].variants == std::vector<std::string>{"49"});
}

TEST_CASE("flags: set keeps what an imported flag has beside") {
  Flags flags(fresh());
  flags.import(R"({"flags":{"color":{"state":"DISABLED","variants":{"red":"#F00","blue":"#00F"},
    "defaultVariant":"red","targeting":{"if":[true,"blue"]},"metadata":{"owner":"web"},"description":"x"}}})",
               "f");
  CHECK(got(flags, "color") == "- DISABLED");
  flags.set("color", js(R"("#00F")"));
  CHECK(got(flags, "color") == "blue \"#00F\" STATIC");
  std::string file;
  flags.export_to([&file](std::string_view text) { file += text; });
  CHECK(file ==
        "{\n  \"flags\": {\n    \"color\": "
        "{\"state\":\"ENABLED\",\"variants\":{\"red\":\"#F00\",\"blue\":\"#00F\"},"
        "\"defaultVariant\":\"blue\",\"metadata\":{\"owner\":\"web\"},\"description\":\"x\"}\n  }\n}\n");
}

TEST_CASE("flags: values of another type are refused") {
  Flags flags(fresh());
  flags.set("f", Value::boolean(true));
  CHECK(thrown([&] { flags.set("f", js("1")); }) ==
        "data: f: the values of this flag are of type boolean, not number");
  CHECK(thrown_code([&] { flags.set("f", js("\"x\""), {.user = "u"}); }) == "data");
  CHECK(got(flags, "f", {.user = "u"}) == "on true STATIC");
  CHECK(thrown_code([&] { flags.set("g", Value::bytes("x")); }) == "usage");
  CHECK(thrown_code([&] { flags.set("g", Value::boolean(true), {.percent = 101}); }) == "usage");
  CHECK(thrown_code([&] { flags.set("g", Value::boolean(true), {.percent = -0.1}); }) == "usage");
  CHECK(thrown_code([&] { flags.set("g", Value::boolean(true), {.user = "u", .percent = 1}); }) == "usage");
  CHECK(flags.list().size() == 1);
}

// ---- as in flagd's test bed ---------------------------------------------------------------------------

TEST_CASE("flagd: reasons and defaults") {
  Flags flags(fresh(), "", fixed);
  flags.import(R"({"flags":{
    "boolean":{"state":"ENABLED","variants":{"on":true,"off":false},"defaultVariant":"on"},
    "zero":{"state":"ENABLED","variants":{"zero":0.0,"non-zero":1.0},"defaultVariant":"zero"},
    "object":{"state":"ENABLED","variants":{"empty":{},"template":{"title":"x","n":100}},"defaultVariant":"template"},
    "disabled":{"state":"DISABLED","variants":{"on":true,"off":false},"defaultVariant":"on","targeting":{"if":[true,"off"]}},
    "null-default":{"state":"ENABLED","variants":{"on":true,"off":false},"defaultVariant":null},
    "no-default":{"state":"ENABLED","variants":{"small":10,"big":1000}},
    "null-variant":{"state":"ENABLED","variants":{"one":1,"two":2},"defaultVariant":"two","targeting":{"if":[true,null,"one"]}},
    "missing-variant":{"state":"ENABLED","variants":{"one":1,"two":2},"defaultVariant":"two","targeting":{"if":[true,"three","one"]}},
    "non-string":{"state":"ENABLED","variants":{"false":1,"true":2},"defaultVariant":"false","targeting":{"if":[true,true,false]}},
    "empty-targeting":{"state":"ENABLED","variants":{"false":1,"true":2},"defaultVariant":"false","targeting":{}},
    "no-default-null":{"state":"ENABLED","variants":{"normal":"CFO","special":"CEO"},
      "targeting":{"if":[{"==":["jobs@orange.com",{"var":["email"]}]},"special",null]}},
    "time":{"state":"ENABLED","variants":{"past":-1,"future":1,"equal":0},"defaultVariant":"equal",
      "targeting":{"if":[{">":[{"var":"$flagd.timestamp"},{"var":"time"}]},"past",
                         {"if":[{"<":[{"var":"$flagd.timestamp"},{"var":"time"}]},"future","equal"]}]}}
    }})",
               "test");
  CHECK(got(flags, "boolean") == "on true STATIC");
  CHECK(got(flags, "zero") == "zero 0.0 STATIC");
  CHECK(got(flags, "object") == R"(template {"title":"x","n":100} STATIC)");
  CHECK(got(flags, "disabled") == "- DISABLED");
  CHECK(got(flags, "null-default") == "- DEFAULT");
  CHECK(got(flags, "no-default") == "- DEFAULT");
  CHECK(got(flags, "null-variant") == "two 2 DEFAULT");
  CHECK(got(flags, "missing-variant") == "- ERROR GENERAL");
  CHECK(got(flags, "non-string") == "true 2 TARGETING_MATCH");
  CHECK(got(flags, "empty-targeting") == "false 1 STATIC");
  CHECK(got(flags, "no-default-null", {.attributes = js(R"({"email":"wozniak@orange.com"})")}) ==
        "- DEFAULT");
  CHECK(got(flags, "no-default-null", {.attributes = js(R"({"email":"jobs@orange.com"})")}) ==
        "special \"CEO\" TARGETING_MATCH");
  CHECK(variant_for(flags, "time", {.attributes = js(R"({"time":1})")}) == "past");
  CHECK(variant_for(flags, "time", {.attributes = js(R"({"time":4133980802})")}) == "future");
  CHECK(variant_for(flags, "time", {.attributes = js(R"({"time":1700000000})")}) == "equal");
}

TEST_CASE("flagd: fractional") {
  const Flags cards = with_rule("wild clubs diamonds hearts spades",
                                R"({"fractional":[{"cat":[{"var":"$flagd.flagKey"},{"var":"user.name"}]},
                                   ["clubs",25],["diamonds",25],["hearts",25],["spades",25]]})",
                                "fractional-flag");
  for (const auto& [name, card] : {std::pair("jack", "hearts"),
                                   {"queen", "spades"},
                                   {"ten", "clubs"},
                                   {"nine", "diamonds"},
                                   {"3", "clubs"}}) {
    CHECK(variant_for(cards, "fractional-flag",
                      {.attributes = js(R"({"user":{"name":)" + json::quoted(name) + "}}")}) == card);
  }
  const Flags seeded = with_rule("wild clubs diamonds hearts spades",
                                 R"({"fractional":[{"cat":["shared-seed",{"var":"user.name"}]},
                                    ["clubs",25],["diamonds",25],["hearts",25],["spades",25]]})");
  for (const auto& [name, card] :
       {std::pair("seven", "hearts"), {"eight", "diamonds"}, {"nine", "clubs"}, {"two", "spades"}}) {
    CHECK(variant_for(seeded, "flag",
                      {.attributes = js(R"({"user":{"name":)" + json::quoted(name) + "}}")}) == card);
  }
  const Flags coin =
      with_rule("draw heads tails", R"({"fractional":[["heads"],["tails",1]]})", "fractional-flag-shorthand");
  CHECK(variant_for(coin, "fractional-flag-shorthand", {.user = "jon@company.com"}) == "heads");
  CHECK(variant_for(coin, "fractional-flag-shorthand", {.user = "jane@company.com"}) == "tails");
  CHECK(got(coin, "fractional-flag-shorthand") == "draw \"draw\" DEFAULT");
  // The key may come as an attribute, too.
  CHECK(variant_for(coin, "fractional-flag-shorthand",
                    {.attributes = js(R"({"targetingKey":"jane@company.com"})")}) == "tails");
}

TEST_CASE("flagd: fractional with rules inside") {
  const auto with = [](std::string_view user, std::string_view name, std::string_view value) {
    return FlagContext{std::string(user), js("{" + json::quoted(name) + ':' + json::quoted(value) + "}")};
  };
  const Flags tier = with_rule("fallback premium standard",
                               R"({"fractional":[{"var":"targetingKey"},
                                  [{"if":[{"==":[{"var":"tier"},"premium"]},"premium","standard"]},50],["standard",50]]})");
  CHECK(variant_for(tier, "flag", with("jon@company.com", "tier", "premium")) == "premium");
  CHECK(variant_for(tier, "flag", with("jon@company.com", "tier", "basic")) == "standard");
  CHECK(variant_for(tier, "flag", with("user1", "tier", "premium")) == "standard");
  const Flags color =
      with_rule("fallback red green blue",
                R"({"fractional":[{"var":"targetingKey"},[{"var":"color"},50],["blue",50]]})");
  CHECK(variant_for(color, "flag", with("jon@company.com", "color", "green")) == "green");
  CHECK(variant_for(color, "flag", with("user1", "color", "red")) == "blue");
  CHECK(got(color, "flag", with("jon@company.com", "color", "yellow")) == "- ERROR GENERAL");
  const Flags weight = with_rule(
      "fallback red blue",
      R"({"fractional":[{"var":"targetingKey"},["red",{"if":[{"==":[{"var":"tier"},"premium"]},100,0]}],["blue",10]]})");
  CHECK(variant_for(weight, "flag", with("jon@company.com", "tier", "premium")) == "red");
  CHECK(variant_for(weight, "flag", with("user1", "tier", "basic")) == "blue");
  const Flags condition =
      with_rule("zero big small", R"({"if":[{"fractional":[[false,0],[true,100]]},"big","small"]})");
  CHECK(variant_for(condition, "flag", {.user = "some-targeting-key"}) == "big");
}

TEST_CASE("flagd: what an operator cannot work with leads to the default") {
  for (const auto* rule : {R"({"starts_with":[{"var":"num"},"abc"]})", R"({"ends_with":["xyz"]})",
                           R"({"sem_ver":["x","=","1.0.0"]})", R"({"sem_ver":["1.0.0","===","1.0.0"]})",
                           R"({"fractional":[{"var":"gone"},["one",50],["two",50]]})",
                           R"({"fractional":[{"var":"targetingKey"},["one",0],["two",0]]})"}) {
    const Flags flags = with_rule("fallback true false", rule);
    INFO(rule);
    CHECK(got(flags, "flag", {.attributes = js(R"({"num":123})")}) == "fallback \"fallback\" DEFAULT");
  }
}

TEST_CASE("flagd: targeting key, shared rules") {
  const Flags key = with_rule("miss hit", R"({"if":[{"==":[{"var":"targetingKey"},"5c3d"]},"hit",null]})");
  CHECK(got(key, "flag", {.user = "5c3d"}) == "hit \"hit\" TARGETING_MATCH");
  CHECK(got(key, "flag", {.user = "f20b"}) == "miss \"miss\" DEFAULT");
  const Flags shared =
      with_rule("none hi bye", R"({"if":[{"$ref" : "is_ballmer"},"hi","bye"]})", "flag",
                R"(,"$evaluators":{"is_ballmer":{"==":["ballmer@macrosoft.com",{"var":["email"]}]}})");
  CHECK(variant_for(shared, "flag", {.attributes = js(R"({"email":"ballmer@macrosoft.com"})")}) == "hi");
  CHECK(variant_for(shared, "flag", {.attributes = js(R"({"email":"user@example.com"})")}) == "bye");
}

TEST_CASE("flags: a rule that breaks is a result, with the place") {
  const Flags flags = with_rule("a b", R"({"if":[{">":[{"+":[{"var":"n"}]},1]},"a","b"]})");
  const FlagResult result = flags.get("flag");
  CHECK(result.error_code == "PARSE_ERROR");
  REQUIRE(result.error);
  CHECK(std::string(result.error->what()) == "flag flag:1:96: \"+\" takes numbers, not null");
  CHECK(variant_for(flags, "flag", {.attributes = js(R"({"n":2})")}) == "a");
}

TEST_CASE("flags: attributes are an object, $flagd is flagd's") {
  const Flags flags = with_rule("a b", R"({"if":[{"==":[{"var":"$flagd.flagKey"},"flag"]},"b"]})");
  CHECK(thrown_code([&] { flags.get("flag", {.attributes = js("[1]")}); }) == "usage");
  CHECK(variant_for(flags, "flag", {.attributes = js(R"({"$flagd":{"flagKey":"x"}})")}) == "b");
  std::string large = "{\"x\":[0";
  for (int i = 0; i < 100'000; ++i) large += ",{\"name\":\"value\"}";
  CHECK(variant_for(flags, "flag", {.attributes = js(large + "]}")}) == "b");
}

TEST_CASE("flags: a plugin like any other") {
  Config config;
  config.set("storage.backend", "memory");
  config.set("cache.backend", "memory");
  ObjectOS os(config);
  os.register_plugin(std::make_unique<FlagsPlugin>());
  os.register_plugin(std::make_unique<StoragePlugin>());
  os.register_plugin(std::make_unique<CachePlugin>());
  os.start();
  const auto flags = os.get_service<Flags>("flags");
  flags->set("f", Value::boolean(true));
  CHECK(flags->is_on("f"));
  CHECK(flags->is_on("f"));
  CHECK(os.get_service<Cache>("cache")->stats().hits == 1);
}

// ---- with a cache in front ------------------------------------------------------------------------------

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
  // While a change is being forgotten a reader may have kept what was there before, for an instant.
  CHECK(Flags(std::move(writer)).get("n").variant == "3000");
  CHECK(old < 300);
}

TEST_CASE("flags with a cache: a cache that cannot be asked is passed by, one that cannot forget is an error") {
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
