// Flags: roll-outs, values of single users, what set does.
#include "flags_kit.hpp"
#include "objectos/kernel.hpp"
#include "thrown.hpp"

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
  CHECK(os.get_service<Cache>("cache")->stats().hits == 2);  // the mark, and what is kept under it
}
