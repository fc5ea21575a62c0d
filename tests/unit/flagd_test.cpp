// What flags evaluate to: the cases of flagd's own test bed.
#include "flags_kit.hpp"
#include "thrown.hpp"

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
