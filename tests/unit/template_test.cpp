// Templates: what handlebars.js does not say, or says otherwise. Its own cases are in conformance/template.
#include "objectos/template.hpp"

#include <string>
#include <thread>
#include <vector>

#include "catch.hpp"
#include "thrown.hpp"

using namespace objectos;

namespace {

std::string rendered(const std::string& text, std::string_view json = "{}",
                     TemplateRendering rendering = {}) {
  return Template::compile(text, "t").render(TemplateData::parse(json), rendering);
}

std::string error_of(const std::string& text, std::string_view json = "{}",
                     TemplateRendering rendering = {}) {
  return thrown([&] { rendered(text, json, rendering); });
}

}  // namespace

TEST_CASE("template: escaping is the caller's choice, also for partials") {
  TemplateSet partials;
  partials.add("p", "{{a}}{{{a}}}");
  TemplateRendering rendering{.partials = &partials};
  CHECK(rendered("{{a}} {{> p}}", R"({"a":"<&>"})", rendering) == "&lt;&amp;&gt; &lt;&amp;&gt;<&>");
  rendering.escaping = Escaping::none;
  CHECK(rendered("{{a}} {{> p}}", R"({"a":"<&>"})", rendering) == "<&> <&><&>");
}

TEST_CASE("template: numbers are printed as JavaScript prints them") {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"1.0", "1"},           {"-0", "0"},
      {"1e21", "1e+21"},      {"123456789012345680000", "123456789012345680000"},
      {"0.1", "0.1"},         {"1.50", "1.5"},
      {"1e-6", "0.000001"},   {"1e-7", "1e-7"},
      {"1e400", "Infinity"},  {"-1e400", "-Infinity"},
      {"1e-400", "0"},        {"9007199254740993", "9007199254740992"},
      {"-2.5e-9", "-2.5e-9"}, {"1.7976931348623157e308", "1.7976931348623157e+308"},
      {"5e-324", "5e-324"},   {"1234567890123456789", "1234567890123456800"}};
  for (const auto& [written, printed] : cases) CHECK(rendered("{{.}}", written) == printed);
}

TEST_CASE("template: each goes over an object in the order it was written in") {
  CHECK(rendered("{{#each this}}{{@key}}{{#unless @last}},{{/unless}}{{/each}}",
                 R"({"z":1,"10":2,"a":3,"2":4})") == "z,10,a,2");
  CHECK(rendered("{{#each this}}{{@key}}={{.}};{{/each}}", R"({"a":1,"b":2,"a":3})") == "a=3;b=2;");
}

TEST_CASE("template: objects with many members are looked up and gone over alike") {
  std::string json = "{";
  std::string expected;
  for (int i = 0; i < 40; ++i) {
    const std::string key = "key" + std::to_string((i * 7) % 40);
    json += (i > 0 ? ",\"" : "\"") + key + "\":" + std::to_string(i);
    expected += key + "=" + std::to_string(i) + ";";
  }
  json += ",\"key0\":99}";
  expected.replace(expected.find("key0=0"), 6, "key0=99");
  CHECK(rendered("{{#each this}}{{@key}}={{.}};{{/each}}", json) == expected);
  CHECK(rendered("{{key0}} {{key39}} {{key40}}|", json) == "99 17 |");
}

TEST_CASE("template: nothing of JavaScript's objects is seen") {
  CHECK(rendered("{{constructor}}{{__proto__}}{{a.constructor.name}}{{lookup this \"toString\"}}{{#with "
                 "__proto__}}x{{/with}}|",
                 R"({"a":{}})") == "|");
  CHECK(rendered("{{constructor}}{{__proto__.x}}", R"({"constructor":"own","__proto__":{"x":1}})") == "own1");
  CHECK(error_of("{{constructor}}", "{}", {.strict = true}) == "data: t:1:3: \"constructor\" is not there");
}

TEST_CASE("template: texts have a length and characters, counted as JavaScript does") {
  CHECK(rendered("{{s.length}} {{s.[0]}} {{s.[3]}}|{{l.length}}{{l.[1]}}{{l.[01]}}",
                 R"({"s":"a😀b","l":[7,8]})") == "4 a b|28");
}

TEST_CASE("template: what is absent is nothing, in strict mode an error") {
  CHECK(rendered("[{{a}}{{a.b}}{{b.c.d}}{{../x}}{{@x}}]", R"({"b":{}})") == "[]");
  const TemplateRendering strict{.strict = true};
  CHECK(error_of("\n {{a}}", "{}", strict) == "data: t:2:4: \"a\" is not there");
  CHECK(error_of("{{a.b}}", "{}", strict) == "data: t:1:3: there is nothing that \"b\" could be in");
  CHECK(error_of("{{#a}}x{{/a}}", "{}", strict) == "data: t:1:4: \"a\" is not there");
  CHECK(error_of("{{@a}}", "{}", strict) == "data: t:1:3: \"a\" is not there");
  CHECK(rendered("{{a}}{{#if b}}x{{/if}}", R"({"a":null})", strict) == "");
}

TEST_CASE("template: syntax errors say where and what") {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"{{#if a}}\nx", "1:1: this block is not closed by {{/if}}"},
      {"a{{/if}}", "1:2: no block is open that this could close"},
      {"{{else}}", "1:1: else belongs in a block"},
      {"{{#if a}}\n{{/each}}", "2:4: if doesn't match each: the block of line 1 is open"},
      {"{{a", "1:3: this tag is not closed by }}"},
      {"{{a }", "1:5: this character has no meaning in a tag"},
      {"{{a b=}}", "1:7: a value is expected, not }}"},
      {"{{}}", "1:3: a name is expected, not }}"},
      {"é{{'x}}", "1:4: this string is never closed"},
      {"{{[x}}", "1:3: this bracket is never closed"},
      {"{{! x", "1:1: this comment is not closed by }}"},
      {"{{!-- x }}", "1:1: this comment is not closed by --}}"},
      {"{{{a}}", "1:5: }}} is expected, not }}"},
      {"{{upper (lower a}}", "1:17: ) is expected, not }}"},
      {"{{#each a as |x}}{{/each}}", "1:16: a name is expected, not }}"},
      {"{{> a b c}}", "1:7: a partial takes one context and NAME=VALUE"},
      {"{{* x}}", "1:1: there are no decorators but {{#*inline \"NAME\"}}"},
      {"{{#*inline x}}{{/inline}}", "1:1: an inline partial has one name, in quotes"},
      {"{{{{a}}}} x", "1:10: this raw block is not closed by {{{{/NAME}}}}"},
      {"{{a/../b}}", "1:3: Invalid path: a/.."},
      {"\xff", "1:1: this is not valid UTF-8"},
  };
  for (const auto& [text, message] : cases) {
    INFO(text);
    CHECK(error_of(text) == "data: t:" + message);
  }
  CHECK(error_of(std::string("a\0b", 3)) == "data: t:1:2: a template holds no NUL character");
}

TEST_CASE("template: an error knows its place") {
  try {
    Template::compile("äöü\n  ä{{#if}}", "name");
    FAIL("no error");
  } catch (const TemplateError& error) {
    CHECK(error.name() == "name");
    CHECK(error.line() == 2);
    CHECK(error.column() == 7);
  }
}

TEST_CASE("template: what nests too deep is refused, and so is what is too long") {
  std::string blocks;
  std::string calls = "a";
  for (int i = 0; i < 101; ++i) {
    blocks += "{{#a}}";
    calls = "(not " + calls + ")";
  }
  CHECK(error_of(blocks) == "data: t:1:601: nested deeper than 100 levels");
  CHECK(error_of("{{not " + calls + "}}").find("nested deeper than 100 levels") != std::string::npos);

  TemplateSet partials;
  partials.add("again", "{{> again}}");
  CHECK(error_of("{{> again}}", "{}", {.partials = &partials}) ==
        "data: again:1:1: blocks and partials run more than 200 deep");
  CHECK(error_of("{{#each this}}xxxxx{{/each}}", "[1,2,3]", {.max_output = 10}) ==
        "data: t:1:15: what comes of this template is larger than 10 bytes");
  CHECK(error_of("{{#each this}}{{#if (upper \"xxxxx\")}}{{/if}}{{/each}}", "[1,2,3]", {.max_output = 10}) ==
        "data: t:1:15: what comes of this template is larger than 10 bytes");
  CHECK(error_of("{{#each this}}{{#each ../this}}{{#each ../../this}}{{a}}{{/each}}{{/each}}{{/each}}",
                 "[1,2,3,4,5]", {.max_steps = 100})
            .find("this template goes through more than 100 steps") != std::string::npos);
}

TEST_CASE("template: data is one JSON value") {
  CHECK(thrown([] { TemplateData::parse("{\"a\":}", "d.json"); }) ==
        "data: d.json:1:6: a JSON value is expected");
  CHECK(thrown([] { TemplateData::parse("1 2"); }) == "data: data:1:3: nothing is expected behind the value");
  CHECK(thrown([] { TemplateData::parse(std::string(101, '[') + std::string(101, ']')); }) ==
        "data: data:1:101: nested deeper than 100 levels");
  CHECK(Template::compile("[{{a}}]", "t").render(TemplateData()) == "[]");
}

TEST_CASE("template: variables that are handed in") {
  const TemplateData variables = TemplateData::parse(R"({"site":{"name":"S"},"index":7})");
  TemplateRendering rendering{.variables = &variables};
  CHECK(rendered("{{@site.name}}{{@index}}{{#each l}}{{@index}}{{@site.name}}{{@../index}}{{/each}}",
                 R"({"l":[1]})", rendering) == "S70S7");
}

TEST_CASE("template: partials are found in the set, inline and by a name that is worked out") {
  std::size_t asked = 0;
  const TemplateSet partials([&asked](std::string_view name) -> std::optional<std::string> {
    ++asked;
    if (name == "absent") return std::nullopt;
    return "<" + std::string(name) + ":{{a}}>";
  });
  const TemplateRendering rendering{.partials = &partials};
  CHECK(rendered("{{> x}}{{> x a=2}}{{> (lookup this \"n\")}}", R"({"a":1,"n":"y/z"})", rendering) ==
        "<x:1><x:2><y/z:1>");
  CHECK(asked == 2);  // compiled once, then kept
  CHECK(error_of("{{> absent}}", "{}", rendering) == "data: t:1:1: The partial absent could not be found");
  CHECK(rendered("{{#> absent}}instead{{/absent}}", "{}", rendering) == "instead");
  CHECK(rendered("{{#*inline \"x\"}}in{{/inline}}{{> x}}", "{}", rendering) == "in");
  CHECK(error_of("{{> @partial-block}}", "{}", rendering) ==
        "data: t:1:1: The partial @partial-block could not be found");
}

TEST_CASE("template: the partials that a text needs") {
  const Template text = Template::compile(
      "{{> a}}\n {{#if x}}{{> b/c}}{{/if}}{{#> d}}{{> @partial-block}}{{/d}}{{> e}}"
      "{{#*inline \"e\"}}{{/inline}}{{> (lookup . 'x')}}",
      "t");
  const auto calls = text.partials();
  REQUIRE(calls.size() == 2);
  CHECK(calls[0].name == "a");
  CHECK(calls[1].name == "b/c");
  CHECK(calls[1].line == 2);
  CHECK(calls[1].column == 11);
}

TEST_CASE("template: one template and one set for many threads") {
  TemplateSet partials([](std::string_view) { return std::optional<std::string>("{{n}}"); });
  const Template text = Template::compile("{{#each l}}{{> p n=this}},{{/each}}", "t");
  const TemplateData data = TemplateData::parse(R"({"l":[1,2,3]})");
  std::vector<std::string> out(4);
  std::vector<std::thread> threads;
  for (std::string& mine : out) {
    threads.emplace_back([&] {
      for (int i = 0; i < 200; ++i) mine = text.render(data, {.partials = &partials});
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const std::string& mine : out) CHECK(mine == "1,2,3,");
}

TEST_CASE("template: what HTML must not hold is escaped at every place of a text", "[template]") {
  const Template compiled = Template::compile("{{this}}", "t");
  const std::vector<std::pair<std::string, std::string>> escapes = {
      {"&", "&amp;"},  {"<", "&lt;"},   {">", "&gt;"},   {"\\\"", "&quot;"},
      {"'", "&#x27;"}, {"`", "&#x60;"}, {"=", "&#x3D;"}, {"%", "%"},
      {";", ";"},      {"?", "?"},      {"!", "!"},      {"\xC2\xA6", "\xC2\xA6"}};
  for (std::size_t size = 0; size < 40; ++size) {
    const std::string text = std::string("abcdefghijklmnopqrstuvwxyz 0123456789,.#()").substr(0, size);
    CHECK(compiled.render(TemplateData::parse('"' + text + '"')) == text);
    for (std::size_t at = 0; at <= size; ++at) {
      for (const auto& [plain, escaped] : escapes) {
        const std::string json = '"' + text.substr(0, at) + plain + text.substr(at) + '"';
        CHECK(compiled.render(TemplateData::parse(json)) == text.substr(0, at) + escaped + text.substr(at));
      }
    }
  }
}
