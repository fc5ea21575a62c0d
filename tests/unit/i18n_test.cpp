// Translations: keys, plural forms, arguments, the chain of locales, files.
#include "objectos/i18n.hpp"

#include <climits>

#include "capture_stderr.hpp"
#include "catch.hpp"
#include "objectos/error.hpp"
#include "objectos/kernel.hpp"
#include "scratch.hpp"
#include "thrown.hpp"

using namespace objectos;

namespace {

/// A service with these texts in English.
struct English : I18n {
  explicit English(std::string_view json, I18nOptions options = {}) : I18n(std::move(options)) {
    add_translations("en", json);
  }
};

}  // namespace

// ---- keys

TEST_CASE("i18n: keys are dotted, nested or not") {
  English i18n(R"({"a":{"b":{"c":"deep"}},"flat.key":"flat","list":["x",{"y":"z"}]})");
  CHECK(i18n.t("a.b.c") == "deep");
  CHECK(i18n.t("flat.key") == "flat");
  CHECK(i18n.t("list.0") == "x");
  CHECK(i18n.t("list.1.y") == "z");
}

TEST_CASE("i18n: numbers and true are texts, null and objects are none") {
  English i18n(R"({"number":1.50,"yes":true,"none":null,"object":{"x":"y"},"empty":""})");
  CHECK(i18n.t("number") == "1.50");
  CHECK(i18n.t("yes") == "true");
  CHECK_FALSE(i18n.find("en", "none"));
  CHECK_FALSE(i18n.find("en", "object"));
  CHECK(i18n.find("en", "empty")->text == "");
}

TEST_CASE("i18n: what is added later wins, and the rest stays") {
  English i18n(R"({"a":"1","b":"2"})");
  i18n.add_translations("EN", R"({"a":"3","c":"4"})");
  CHECK(i18n.t("a") + i18n.t("b") + i18n.t("c") == "324");
  CHECK(i18n.locales() == std::vector<std::string>{"en"});
}

TEST_CASE("i18n: of a key that stands twice the last one counts") {
  CHECK(English(R"({"a":"1","a":"2"})").t("a") == "2");
}

TEST_CASE("i18n: a root that is the locale is no part of the keys") {
  I18n i18n;
  i18n.add_translations("pt-BR", R"({"pt_br":{"a":"Olá"}})");
  CHECK(i18n.t("pt-BR", "a") == "Olá");
  i18n.add_translations("de", R"({"de":"Deutsch"})");
  CHECK(i18n.t("de", "de") == "Deutsch");
}

TEST_CASE("i18n: NAME:key is NAME.key, unless there is such a key") {
  English i18n(R"({"cart":{"title":"Cart"},"a:b":"itself","a":{"b":"other"}})");
  CHECK(i18n.t("cart:title") == "Cart");
  CHECK(i18n.t("a:b") == "itself");
  CHECK(i18n.has_translation("cart:title"));
}

TEST_CASE("i18n: keys are listed once, sorted, plural forms under one") {
  English i18n(
      R"({"z":"1","items":{"one":"a","other":"b"},"file_one":"a","file_other":"b","errors":{"other":"c"}})");
  CHECK(i18n.keys("en") == std::vector<std::string>{"errors.other", "file", "items", "z"});
  CHECK(i18n.keys("de").empty());
}

// ---- locales

TEST_CASE("i18n: a key that a locale lacks is its parents', then the fallback's") {
  English i18n(R"({"a":"en","b":"en","c":"en"})");
  i18n.add_translations("pt", R"({"a":"pt","b":"pt"})");
  i18n.add_translations("pt-BR", R"({"a":"pt-BR"})");
  CHECK(i18n.t("pt-BR", "a") == "pt-BR");
  CHECK(i18n.t("pt_br", "b") == "pt");
  CHECK(i18n.t("pt-BR", "c") == "en");
  CHECK(i18n.t("pt-AO", "a") == "pt");
  const auto found = i18n.find("pt-PT", "a");
  REQUIRE(found);
  CHECK(found->locale == "pt");
  CHECK(found->is_fallback);
  CHECK_FALSE(i18n.find("PT", "a")->is_fallback);
  CHECK(locale_chain("zh-Hant-TW", "en-GB") ==
        std::vector<std::string>{"zh-Hant-TW", "zh-Hant", "zh", "en-GB", "en"});
  CHECK(locale_chain("en-GB", "en") == std::vector<std::string>{"en-GB", "en"});
}

TEST_CASE("i18n: without a fallback there is none") {
  I18n i18n({.fallback_locale = ""});
  i18n.add_translations("en", R"({"a":"en"})");
  CHECK_FALSE(i18n.has_translation("de", "a"));
}

TEST_CASE("i18n: set_locale is for the calls that name none") {
  English i18n(R"({"a":"en"})");
  i18n.add_translations("de", R"({"a":"de"})");
  CHECK(i18n.t("a") == "en");
  i18n.set_locale("de");
  CHECK(i18n.locale() == "de");
  CHECK(i18n.t("a") == "de");
  CHECK(i18n.t("en", "a") == "en");
  CHECK(i18n.has_translation("a"));
}

TEST_CASE("i18n: what is no language tag is refused") {
  I18n i18n;
  for (const char* tag : {"", "e", "../en", "en/x", "english", "en-", "-en", "en--US", "e1"}) {
    INFO(tag);
    CHECK(thrown_code([&] { i18n.set_locale(tag); }) == "usage");
    CHECK(thrown_code([&] { i18n.add_translations(tag, "{}"); }) == "usage");
  }
  CHECK(thrown_code([] { I18n({.default_locale = "?"}); }) == "usage");
  CHECK(thrown_code([] { I18n({.delimiters = {"", "}"}}); }) == "usage");
}

// ---- missing

TEST_CASE("i18n: a missing key is said once, and is its own text") {
  English i18n("{}");
  const CaptureStderr stderr_text;
  CHECK(i18n.t("no.such") == "no.such");
  CHECK(i18n.t("no.such") == "no.such");
  const std::string said = stderr_text.text();
  CHECK(said.find("no translation for en of no.such") != said.npos);
  CHECK(said.find("no.such") == said.rfind("no.such"));
}

TEST_CASE("i18n: a handler stands in for what is missing, and may add it") {
  English i18n(R"({"here":"x"})");
  const CaptureStderr quiet;
  i18n.set_missing_handler([&](std::string_view locale, std::string_view key) -> std::optional<std::string> {
    if (key == "unknown") return std::nullopt;
    i18n.add_translations("en", R"({"later":"added"})");
    i18n.set_locale("fr");
    return std::string(locale) + "/" + std::string(key) + i18n.t("en", "later");
  });
  CHECK(i18n.t("here") == "x");
  CHECK(i18n.t("later") == "en/lateradded");
  CHECK(i18n.t("unknown") == "unknown");
  i18n.set_missing_handler(nullptr);
  CHECK(i18n.t("other") == "other");
}

// ---- arguments

TEST_CASE("i18n: arguments go in as they are, others stay") {
  English i18n(R"({"a":"{{s}} {{i}} {{n}} {{d}} {{t}} {{l}} {{unknown}} {{s}}","no":"{{s"})");
  const std::vector<std::string> items{"x", "y"};
  CHECK(i18n.t("a", {{"s", "text"},
                     {"i", -3},
                     {"n", UINT64_MAX},
                     {"d", 0.25},
                     {"t", std::chrono::sys_time<Millis>(Millis(0))},
                     {"l", std::span<const std::string>(items)}}) ==
        "text -3 18446744073709551615 0.25 1970-01-01T00:00:00.000Z x, y {{unknown}} text");
  CHECK(i18n.t("no", {{"s", "x"}}) == "{{s");
  CHECK(i18n.t("a").starts_with("{{s}}"));
}

TEST_CASE("i18n: a value is not read again for placeholders") {
  CHECK(English(R"({"a":"{{x}}{{y}}"})").t("a", {{"x", "{{y}}"}, {"y", "{{x}}"}}) == "{{y}}{{x}}");
}

TEST_CASE("i18n: other delimiters") {
  CHECK(English(R"({"a":"%{x} {{x}}"})", {.delimiters = {"%{", "}"}}).t("a", {{"x", 1}}) == "1 {{x}}");
}

TEST_CASE("i18n: directives format as the text's language does, in the country asked for") {
  English i18n(R"({"n":"{{n, number}} {{n | percent}}","p":"{{p | currency:EUR}}","d":"{{d, date:long}}",
                   "l":"{{l, list}}"})");
  i18n.add_translations("de", R"({"n":"{{n, number}}"})");
  CHECK(i18n.t("de", "n", {{"n", "1234.50"}}) == "1.234,50");
  CHECK(i18n.t("de-CH", "n", {{"n", 1234.5}}) == "1’234.5");
  CHECK(i18n.t("de", "p", {{"p", 2}}) == "€2.00");  // an English sentence
  CHECK(i18n.t("n", {{"n", 12}}) == "12 1,200%");
  CHECK(i18n.t("en-GB", "d", {{"d", "2024-01-15"}}) == "15 January 2024");
  CHECK(i18n.t("d", {{"d", "2024-01-15"}}) == "January 15, 2024");
  const std::vector<std::string> items{"a", "b", "c"};
  CHECK(i18n.t("l", {{"l", std::span<const std::string>(items)}}) == "a, b, and c");
}

TEST_CASE("i18n: what cannot be formatted goes in as it is, and is said once") {
  English i18n(
      R"({"n":"{{n, number}}","c":"{{n, currency:EURO}}","u":"{{n, upper}}","s":"{{n, number:huge}}"})");
  const CaptureStderr stderr_text;
  CHECK(i18n.t("n", {{"n", "many"}}) == "many");
  CHECK(i18n.t("n", {{"n", "few"}}) == "few");
  CHECK(i18n.t("c", {{"n", 3}}) == "3");
  CHECK(i18n.t("u", {{"n", 3}}) == "3");
  CHECK(i18n.t("s", {{"n", 3}}) == "3");
  const std::string said = stderr_text.text();
  CHECK(said.find("en: n: n: \"many\"") != said.npos);
  CHECK(said.find("few") == said.npos);
  CHECK(said.find("upper") != said.npos);
}

// ---- plural forms

TEST_CASE("i18n: the count chooses a form, nested or by suffix") {
  English i18n(R"({"items":{"one":"{{count}} item","other":"{{count}} items"},
                   "file_one":"one file","file_other":"{{count}} files"})");
  CHECK(i18n.t("items", {{"count", 1}}) == "1 item");
  CHECK(i18n.t("items", {{"count", 0}}) == "0 items");
  CHECK(i18n.t("items", {{"count", "1.0"}}) == "1.0 items");
  CHECK(i18n.t("items", {{"count", -1}}) == "-1 item");
  CHECK(i18n.t("items", {{"count", INT64_MIN}}) == "-9223372036854775808 items");
  CHECK(i18n.t("file", {{"count", 1U}}) == "one file");
  CHECK(i18n.t("file", {{"count", 2.5}}) == "2.5 files");
  CHECK(i18n.t("file", {{"count", 1e21}}) == "1e+21 files");
  CHECK(i18n.t("file", {{"count", 1.0}}) == "one file");
}

TEST_CASE("i18n: zero, 0 and 1 are for just these numbers") {
  English i18n(R"({"a":{"zero":"none","one":"one","other":"many"},
                   "b":{"0":"none","1":"single","one":"one","other":"many","zero":"never"}})");
  CHECK(i18n.t("a", {{"count", 0}}) == "none");
  CHECK(i18n.t("a", {{"count", 1}}) == "one");
  CHECK(i18n.t("b", {{"count", 0}}) == "none");
  CHECK(i18n.t("b", {{"count", 1}}) == "single");
  CHECK(i18n.t("b", {{"count", 7}}) == "many");
  i18n.add_translations("lv", R"({"a":{"zero":"nulle","one":"viens","other":"daudz"}})");
  CHECK(i18n.t("lv", "a", {{"count", 10}}) == "nulle");  // the category, not the number
}

TEST_CASE("i18n: other stands in for a form that is not there, then a plain text, then the fallback") {
  English i18n(R"({"a":{"one":"1","other":"en"},"c":{"one":"one only"}})");
  i18n.add_translations("fr", R"({"a":{"one":"un","other":"autres"},"b":"plain"})");
  CHECK(i18n.t("fr", "a", {{"count", 1'000'000}}) == "autres");  // many
  CHECK(i18n.t("fr", "b", {{"count", 3}}) == "plain");
  i18n.add_translations("ru", R"({"a":{"one":"один"}})");
  CHECK(i18n.t("ru", "a", {{"count", 5}}) == "en");
  CHECK(i18n.t("ru", "a", {{"count", 21}}) == "один");
  const CaptureStderr quiet;
  CHECK(i18n.t("c", {{"count", 2}}) == "c");
}

TEST_CASE("i18n: forms are those of the text's language") {
  English i18n(R"({"a":{"one":"one","other":"other"}})");
  CHECK(i18n.t("fr", "a", {{"count", 0}}) == "other");  // 0 is one in French, but the text is English
  i18n.add_translations("kaa", R"({"a":{"one":"x","other":"y"}})");
  CHECK(i18n.t("kaa", "a", {{"count", 1}}) == "y");  // no rules are known
}

TEST_CASE("i18n: without a number there is no form, and no word for it") {
  English i18n(R"({"a":{"one":"1","other":"2"},"b":"{{count}}"})");
  CHECK_FALSE(i18n.find("en", "a"));
  CHECK_FALSE(i18n.find("en", "a", {{"count", "some"}}));
  CHECK(i18n.t("b", {{"count", "some"}}) == "some");
  CHECK(i18n.has_translation("a"));
  CHECK_FALSE(i18n.has_translation("a.few"));
}

// ---- files

TEST_CASE("i18n: files in JSON and YAML, one for each locale or in directories") {
  const Scratch scratch;
  scratch.file("en.json", R"({"a":"en","shop":{"x":"from en.json"}})");
  scratch.file("pt_BR.yml", "pt-BR:\n  a: 'pt'\n  n: 1\n");
  std::filesystem::create_directory(scratch.path("de"));
  scratch.file("de/shop.json", R"({"title":"Laden"})");
  scratch.file("de/notes.txt", "no translations");
  scratch.file("README.md", "");
  scratch.file("percentages.json", "{}");
  std::filesystem::create_directory(scratch.path("bin"));
  I18n i18n;
  i18n.load_directory(scratch.path());
  CHECK(i18n.locales() == std::vector<std::string>{"de", "en", "pt_BR"});
  CHECK(i18n.t("de", "shop.title") == "Laden");
  CHECK(i18n.t("de", "shop:title") == "Laden");
  CHECK(i18n.t("pt-br", "a") == "pt");
  CHECK(i18n.t("en", "a") == "en");
  const TranslationDirectory directory(scratch.path());
  CHECK(directory.locales() == std::vector<std::string>{"de", "en", "pt_BR"});
  REQUIRE(directory.files("DE").size() == 1);
  CHECK(directory.files("de")[0].name_space == "shop");
  CHECK(TranslationDirectory(scratch.path("nowhere")).locales().empty());
  CHECK(thrown_code([&] { TranslationDirectory(scratch.path("en.json")); }) == "unavailable");
}

TEST_CASE("i18n: a damaged file is an error with its place, and nothing of it is added") {
  const Scratch scratch;
  const std::string file = scratch.file("en.json", "{\"a\":\"1\",\n \"b\":}");
  English i18n(R"({"a":"before"})");
  CHECK(thrown([&] { i18n.load_translations("en", file); }).find(file + ":2:2: ") != std::string::npos);
  CHECK(thrown_code([&] { i18n.load_translations("en", file); }) == "data");
  CHECK(thrown_code([&] { i18n.load_translations("en", scratch.path()); }) == "data");
  CHECK(thrown_code([&] { i18n.load_translations("en", scratch.path("none.json")); }) == "unavailable");
  CHECK(thrown_code([&] { i18n.add_translations("en", "[1]"); }) == "data");
  CHECK(thrown_code([&] { i18n.load_directory(scratch.path()); }) == "data");
  CHECK(i18n.t("a") == "before");
}

TEST_CASE("i18n: the plugin registers what the configuration says") {
  const Scratch scratch;
  scratch.file("de.json", R"({"a":"<x>"})");
  ObjectOS os(Config::parse(R"({"i18n":{"default_locale":"de","delimiters":["<",">"],"locales":")" +
                            scratch.path() + "\"}}"));
  os.register_plugin(std::make_unique<I18nPlugin>());
  os.start();
  CHECK(os.get_service<I18n>("i18n")->t("a", {{"x", "y"}}) == "y");
  CHECK(thrown([] {
          i18n_options(Config::parse(R"({"i18n":{"delimiters":["{"]}})"));
        }).starts_with("usage: i18n.delimiters: "));
}
