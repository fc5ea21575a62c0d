// The helpers of templates that are ours.
#include "objectos/template.hpp"

#include <string>

#include "catch.hpp"
#include "template/letter_case.hpp"
#include "thrown.hpp"

using namespace objectos;

namespace {

std::string rendered(const std::string& text, std::string_view json = "{}",
                     const TemplateLanguage* language = nullptr) {
  return Template::compile(text, "t").render(TemplateData::parse(json),
                                             {.escaping = Escaping::none, .language = language});
}

std::string error_of(const std::string& text, std::string_view json = "{}",
                     const TemplateLanguage* language = nullptr) {
  return thrown([&] { rendered(text, json, language); });
}

/// Says what it was asked.
class Echo final : public TemplateLanguage {
 public:
  std::string translate(std::string_view key, const std::vector<Arg>& args) const override {
    std::string text = "<" + std::string(key);
    for (const Arg& arg : args) {
      text +=
          " " + std::string(arg.name) + (arg.kind == Arg::Kind::number ? "#" : "=") + std::string(arg.text);
    }
    return text + ">";
  }
  std::string format_number(std::string_view number, std::string_view style) const override {
    return "n" + std::string(number) + "/" + std::string(style);
  }
  std::string format_currency(std::string_view number, std::string_view currency,
                              std::string_view style) const override {
    if (currency.size() != 3) throw Error(Errc::usage, Message("test.currency", "no such currency"));
    return "c" + std::string(number) + std::string(currency) + "/" + std::string(style);
  }
  std::string format_date(std::string_view date, std::string_view style,
                          std::string_view zone) const override {
    return "d" + std::string(date) + "/" + std::string(style) + "/" + std::string(zone);
  }
};

}  // namespace

TEST_CASE("template helpers: upper and lower know letters of many scripts") {
  CHECK(rendered("{{upper a}} {{lower a}}", R"({"a":"Straße ÄÖü ёЖ Σας ÿ ħĦ աԲ 中 ﬁ 𐐨"})") ==
        "STRASSE ÄÖÜ ЁЖ ΣΑΣ Ÿ ĦĦ ԱԲ 中 ﬁ 𐐀 straße äöü ёж σας ÿ ħħ աբ 中 ﬁ 𐐨");
  CHECK(rendered("{{upper 5}}{{upper true}}{{upper x}}|") == "5TRUE|");
  CHECK(templates::upper_case("\xff a") == "\xff A");
}

TEST_CASE("template helpers: comparisons give values and choose branches") {
  const std::string json = R"({"a":1,"b":"1","s":"x","t":"y","l":[],"n":null})";
  CHECK(rendered("{{eq a 1}} {{eq a b}} {{ne a b}} {{eq n missing}} {{eq n null}} {{eq l l}}", json) ==
        "true false true false true true");
  CHECK(rendered("{{lt 1 2}} {{lt 10 9}} {{lt \"10\" \"9\"}} {{lt b 2}} {{gt t s}} {{lt s 1}} {{gt n -1}}",
                 json) == "true false true true true false true");
  CHECK(rendered("{{#eq a 1}}yes{{else}}no{{/eq}} {{#not l}}empty{{/not}} {{^eq a 1}}no{{else}}yes{{/eq}}",
                 json) == "yes empty yes");
  CHECK(rendered("{{#if (and a (not l) (gt a 0))}}all{{/if}}{{#if (or n l)}}x{{else}}none{{/if}}", json) ==
        "allnone");
  CHECK(rendered("{{and a s}} {{and n s}}| {{or n s t}} {{or n l}}|", json) == "x | x |");
}

TEST_CASE("template helpers: default, join, json, urlencode, lookup") {
  const std::string json =
      R"({"n":null,"e":"","z":0,"f":false,"l":[1,"two",null,[3,4]],"o":{"b":"<\"é","a":[true,1.0]}})";
  CHECK(rendered("{{default n 1}} {{default e 2}} {{default x 3}} {{default z 4}} {{default f 5}}", json) ==
        "1 2 3 0 false");
  CHECK(rendered("{{join l}} {{join l \"-\"}} {{join z}}{{join x}}|", json) == "1, two, , 3,4 1-two--3,4 0|");
  CHECK(rendered("{{json o}} {{json l}} {{json x}}{{json n}}", json) ==
        "{\"b\":\"<\\\"é\",\"a\":[true,1]} [1,\"two\",null,[3,4]] null");
  CHECK(rendered("{{urlencode \"a b/ü&~-._'\"}}") == "a%20b%2F%C3%BC%26~-._%27");
  CHECK(rendered("{{lookup l 1}}{{lookup o \"a\"}}{{lookup x \"a\"}}{{lookup l \"length\"}}", json) ==
        "twotrue,14");
  CHECK(rendered("{{log o \"x\" level=\"error\"}}|{{#lookup o \"b\"}}ignored{{/lookup}}", json) == "|<\"é");
}

TEST_CASE("template helpers: the language is asked, with numbers as numbers") {
  const Echo echo;
  const std::string json = R"({"n":1234.5,"big":1e21,"s":"1.50","d":"2024-01-15","ms":1705321800000})";
  CHECK(rendered("{{t \"cart.items\" count=n name=s flag=true}}", json, &echo) ==
        "<cart.items count#1234.5 name=1.50 flag=true>");
  CHECK(rendered("{{formatNumber n}} {{formatNumber big \"short\"}} {{formatNumber s style=\"long\"}}", json,
                 &echo) == "n1234.5/ n1000000000000000000000/short n1.5/long");
  CHECK(rendered("{{formatCurrency n \"EUR\"}} {{formatCurrency n \"EUR\" \"full\"}}", json, &echo) ==
        "c1234.5EUR/ c1234.5EUR/full");
  CHECK(rendered("{{formatDate d}} {{formatDate ms \"long\" zone=\"Asia/Tokyo\"}}", json, &echo) ==
        "d2024-01-15// d2024-01-15T12:30:00.000Z/long/Asia/Tokyo");
}

TEST_CASE("template helpers: what they cannot do is an error with its place") {
  const Echo echo;
  CHECK(error_of("\n{{t \"x\"}}") == "data: t:2:3: t needs translations, and none are given here");
  CHECK(error_of("{{formatNumber x}}", "{}", &echo) == "data: t:1:3: formatNumber takes a number");
  CHECK(error_of("{{formatNumber \"1 2\"}}", "{}", &echo) == "data: t:1:3: formatNumber takes a number");
  CHECK(error_of("{{formatDate n}}", R"({"n":1e99})", &echo) ==
        "data: t:1:3: formatDate takes a time, a day or milliseconds since 1970");
  CHECK(error_of("{{formatDate n}}", "{}", &echo) ==
        "data: t:1:3: formatDate takes a time, a day or milliseconds since 1970");
  CHECK(error_of("{{formatCurrency 1 \"EURO\"}}", "{}", &echo) == "usage: t:1:3: no such currency");
}

TEST_CASE("template helpers: unknown ones and wrong arguments are found when the template is compiled") {
  CHECK(error_of("{{#if no}}{{uper a}}{{/if}}") == "data: t:1:13: there is no helper uper");
  CHECK(error_of("{{a.b c}}") == "data: t:1:3: there is no helper a.b");
  CHECK(error_of("{{#foo bar}}{{/foo}}") == "data: t:1:4: there is no helper foo");
  CHECK(error_of("{{upper (foo)}}") == "data: t:1:10: there is no helper foo");
  CHECK(error_of("{{@upper 1}}") == "data: t:1:3: there is no helper @upper");
  CHECK(error_of("{{eq 1}}") == "data: t:1:3: eq takes 2 arguments, not 1");
  CHECK(error_of("{{join}}") == "data: t:1:3: join takes 1–2 arguments, not 0");
  CHECK(error_of("{{or}}") == "data: t:1:3: or takes 1… arguments, not 0");
  CHECK(error_of("{{#if a b}}{{/if}}") == "data: t:1:4: if takes 1 arguments, not 2");
  CHECK(error_of("{{if a}}") == "data: t:1:3: if needs a block: {{#if …}}");
  CHECK(error_of("{{upper (each a)}}") == "data: t:1:10: each needs a block: {{#each …}}");
  try {
    Template::compile("{{default}}", "t");
    FAIL("no error");
  } catch (const Error& error) {
    CHECK(error.hint().text() == "a value of that name is {{this.default}}");
  }
  CHECK(rendered("{{this.default}}{{@upper}}{{#each l as |upper|}}{{upper}}{{/each}}",
                 R"({"default":"d","l":["x"]})") == "dx");
}
