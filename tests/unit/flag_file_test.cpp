// Files of flags: what is wrong is said with place and rule, and nothing is stored then.
#include "catch.hpp"
#include "objectos/flags.hpp"
#include "thrown.hpp"

using namespace objectos;

namespace {

std::string imported(std::string_view text) {
  const Storage storage(memory_storage());
  Flags flags(storage);
  const std::string result = thrown([&] { flags.import(text, "f.json"); });
  if (result != "nothing") CHECK(storage.count() == 0);
  return result;
}

/// With one flag of these members, from 1:15 on.
std::string with_flag(std::string_view members) {
  return imported("{\"flags\":{\"a\":{" + std::string(members) + "}}}");
}

constexpr std::string_view good = R"({
  "$schema": "https://flagd.dev/schema/v0/flags.json",
  "metadata": {"version": "2", "n": 1.50},
  "flags": {
    "b/x%": {"state": "ENABLED", "variants": {"on": true, "off": false}, "defaultVariant": "off",
             "targeting": {"if": [{"$ref": "mail"}, "on", null]}, "overrides": {"zoe": true, "a/b": false}},
    "a": {"state": "DISABLED", "variants": {"x": 1e2}, "description": "kept"}
  },
  "$evaluators": {"mail": {"in": ["@", {"var": "email"}]}}
})";

std::string exported(const Flags& flags) {
  std::string text;
  flags.export_to([&text](std::string_view piece) { text += piece; });
  return text;
}

}  // namespace

TEST_CASE("flag file: export then import is the identity") {
  const Storage first(memory_storage()), second(memory_storage());
  Flags flags(first), others(second);
  CHECK(flags.import(good, "f.json") == 2);
  const std::string text = exported(flags);
  CHECK(text == R"({
  "$schema": "https://flagd.dev/schema/v0/flags.json",
  "metadata": {"version":"2","n":1.50},
  "flags": {
    "a": {"state":"DISABLED","variants":{"x":1e2},"description":"kept"},
    "b/x%": {"state":"ENABLED","variants":{"on":true,"off":false},"defaultVariant":"off","targeting":{"if":[{"$ref":"mail"},"on",null]},"overrides":{"a/b":false,"zoe":true}}
  },
  "$evaluators": {
    "mail": {"in":["@",{"var":"email"}]}
  }
}
)");
  others.import(text, "again");
  CHECK(exported(others) == text);
  CHECK(first.keys() == second.keys());
  flags.import(text, "again");
  CHECK(exported(flags) == text);
}

TEST_CASE("flag file: nothing to export is a file, too") {
  const Flags flags{Storage(memory_storage())};
  CHECK(exported(flags) == "{\n  \"flags\": {}\n}\n");
  CHECK(imported(exported(flags)) == "nothing");
}

TEST_CASE("flag file: an import leaves other flags alone, and uses their rules") {
  Flags flags{Storage(memory_storage())};
  flags.import(good, "f.json");
  flags.import(
      R"({"flags":{"c":{"state":"ENABLED","variants":{"y":"y"},"targeting":{"if":[{"$ref":"mail"},"y"]}}}})",
      "g");
  CHECK(flags.list().size() == 3);
  CHECK(flags.get("c", {.attributes = Value::json(R"({"email":"a@b"})")}).variant == "y");
  CHECK(flags.get("b/x%", {.user = "zoe"}).variant == "on");
}

TEST_CASE("flag file: mistakes") {
  CHECK(imported("") == "data: f.json:1:1: a JSON value is expected, the text ends here");
  CHECK(imported("{\n \"flags\": {\n  \"a\" 1}}") == "data: f.json:3:7: \":\" is expected");
  CHECK(imported("[]") == "data: f.json:1:1: a file of flags is an object");
  CHECK(imported("{}") == "data: f.json:1:1: this object has no \"flags\"");
  CHECK(imported(R"({"flags":[]})") == "data: f.json:1:10: \"flags\" is an object");
  CHECK(imported(R"({"flags":{},"$evaluators":1})") == "data: f.json:1:27: \"$evaluators\" is an object");
  CHECK(imported(R"({"flags":{},"$evaluators":{"r":1}})") == "data: f.json:1:32: a rule is an object");
  CHECK(imported(R"({"flags":{"a":1}})") == "data: f.json:1:15: a flag is an object");
  CHECK(imported(R"({"flags":{"":{"state":"ENABLED","variants":{}}}})") ==
        "data: f.json:1:11: this name is too long, empty, or has a newline or NUL in it");
  CHECK(imported(R"({"flags":{"a\nb":{"state":"ENABLED","variants":{}}}})") ==
        "data: f.json:1:11: this name is too long, empty, or has a newline or NUL in it");
  CHECK(imported(R"({"flags":{"a":{"state":"ENABLED","variants":{}},"a":{}}})") ==
        "data: f.json:1:49: this key stands twice in one object");

  CHECK(with_flag("") == "data: f.json:1:15: this flag has no \"state\"");
  CHECK(with_flag(R"("state":"enabled")") == "data: f.json:1:24: \"state\" is \"ENABLED\" or \"DISABLED\"");
  CHECK(with_flag(R"("state":"ENABLED")") == "data: f.json:1:15: this flag has no \"variants\"");
  CHECK(with_flag(R"("state":"ENABLED","variants":[])") ==
        "data: f.json:1:45: \"variants\" is an object of names and values");
  CHECK(with_flag(R"("state":"ENABLED","variants":{"":1})") ==
        "data: f.json:1:46: a variant's name must not be empty");
  CHECK(with_flag(R"("state":"ENABLED","variants":{"a":1,"b":"2"})") ==
        "data: f.json:1:56: the values of a flag are all of one type");
  CHECK(with_flag(R"("state":"ENABLED","variants":{"a":1},"defaultVariant":"b")") ==
        "data: f.json:1:70: \"defaultVariant\" is the name of a variant, or null");
  CHECK(with_flag(R"("state":"ENABLED","variants":{},"targeting":1)") ==
        "data: f.json:1:60: \"targeting\" is a rule, that is an object");
  CHECK(with_flag(R"("state":"ENABLED","variants":{},"targeting":{"var":"a","if":[]})") ==
        "data: f.json:1:71: \"targeting\" holds one rule, not several");
  CHECK(with_flag(R"("state":"ENABLED","variants":{},"targeting":{"if":[{"fractionl":[]}]})") ==
        "data: f.json:1:68: there is no operator \"fractionl\"; did you mean \"fractional\"?");
  CHECK(with_flag(R"("state":"ENABLED","variants":{},"targeting":{"$ref":"gone"})") ==
        "data: f.json:1:68: there is no rule \"gone\" in \"$evaluators\"");
  CHECK(with_flag(R"("state":"ENABLED","variants":{},"metadata":{"a":[]})") ==
        "data: f.json:1:64: \"metadata\" is an object of text, numbers and truth");
  CHECK(with_flag(R"("state":"ENABLED","variants":{"a":1},"overrides":{"u":true})") ==
        "data: f.json:1:70: the values of a flag are all of one type");
  CHECK(with_flag(R"("state":"ENABLED","variants":{"a":1},"overrides":{"":1})") ==
        "data: f.json:1:66: this name is too long, empty, or has a newline or NUL in it");
}

TEST_CASE("flag file: what was stored by hand and is no flag") {
  Storage storage(memory_storage());
  const Flags flags(storage);
  storage.set("feature-flags:flag/f", Value::json("{\"state\":\"ENABLED\"}"));
  CHECK(thrown([&] { flags.get("f"); }) == "data: flag f:1:1: this flag has no \"variants\"");
  CHECK(thrown_code([&] { flags.list(); }) == "data");
  CHECK(thrown_code([&] { exported(flags); }) == "data");
  storage.set("feature-flags:flag/f", Value::bytes(std::string("\xff\x00", 2)));
  CHECK(thrown_code([&] { flags.get("f"); }) == "data");
  storage.set("feature-flags:flag/f", Value::string("text"));
  CHECK(thrown([&] { flags.get("f"); }) == "data: flag f:1:1: a flag is an object");
}
