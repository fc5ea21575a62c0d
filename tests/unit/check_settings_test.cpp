#include "catch.hpp"
#include "objectos/config.hpp"
#include "objectos/i18n_check.hpp"
#include "scratch.hpp"
#include "thrown.hpp"

using namespace objectos;

namespace {

CheckOptions options_of(const std::string& check) {
  return check_options(Config::parse("{\"i18n\": {\"check\": {" + check + "}}}", "f.json"));
}

std::string failure_of(const std::string& check) {
  return thrown([&] { options_of(check); });
}

}  // namespace

TEST_CASE("the settings of the linter have their defaults") {
  const CheckOptions options = check_options(Config());
  CHECK(options.paths == std::vector<std::string>{"locales"});
  CHECK(options.delimiters == std::vector<std::pair<std::string, std::string>>{{"{{", "}}"}});
  CHECK(options.count_names == std::vector<std::string>{"count"});
  CHECK(options.source.empty());
  CHECK(options.plurals == PluralShape::automatic);
  CHECK(options.empty == EmptyMode::warns);
  CHECK(options.rules.empty());
  CHECK(options.ignores.empty());
  CHECK(options.baseline.empty());
}

TEST_CASE("every setting of the linter is read") {
  const CheckOptions options = options_of(R"(
    "source": "de", "plurals": "suffix", "plural_rules": "simple", "decimals": true, "large": true,
    "count": ["count", "n"], "empty": "as-missing", "rules": {"sorted": "error", "extra-key": "off"},
    "locales": {"fr": {"same-as-source": "off"}}, "fallback": {"gsw": "de"},
    "ignore": [{"rule": "html-mismatch", "key": "a.*", "locale": "ja", "reason": "no bold in Japanese"}],
    "min_coverage": {"fr": 95.5, "*": 80}, "words": ["Email"], "forbidden": ["*TODO*"], "max_length": {"menu.*": 12},
    "usage": ["src/**/*.ts"], "calls": ["tr"], "baseline": "known.json")");
  CHECK(options.source == "de");
  CHECK(options.plurals == PluralShape::suffix);
  CHECK((options.simple_plurals && options.decimal_plurals && options.large_plurals));
  CHECK(options.count_names == std::vector<std::string>{"count", "n"});
  CHECK(options.empty == EmptyMode::as_missing);
  CHECK(options.rules.at(Rule::sorted) == Severity::error);
  CHECK(options.rules.at(Rule::extra_key) == Severity::off);
  CHECK(options.locale_rules.at("fr").at(Rule::same_as_source) == Severity::off);
  CHECK(options.fallback.at("gsw") == "de");
  REQUIRE(options.ignores.size() == 1);
  CHECK(options.ignores[0].rule == "html-mismatch");
  CHECK(options.ignores[0].key == "a.*");
  CHECK(options.ignores[0].locale == "ja");
  CHECK(options.ignores[0].reason == "no bold in Japanese");
  CHECK(options.ignores[0].place.file == "f.json");
  CHECK(options.ignores[0].place.line == 5);
  CHECK(options.ignores[0].place.column == 16);
  CHECK(options.min_coverage.at("fr") == 95.5);
  CHECK(options.min_coverage.at("*") == 80);
  CHECK(options.allowed_words == std::vector<std::string>{"Email"});
  CHECK(options.forbidden_texts == std::vector<std::string>{"*TODO*"});
  CHECK(options.max_lengths.at("menu.*") == 12);
  CHECK(options.usage == std::vector<std::string>{"src/**/*.ts"});
  CHECK(options.calls == std::vector<std::string>{"tr"});
  CHECK(options.baseline == "known.json");
}

TEST_CASE("a limit switches its rule on, unless that is set") {
  CHECK(options_of(R"("max_length": {"*": 9})").rules.at(Rule::max_length) == Severity::warning);
  CHECK(options_of(R"("forbidden": ["x"])").rules.at(Rule::forbidden_text) == Severity::warning);
  CHECK(options_of(R"("max_length": {"*": 9}, "rules": {"max-length": "off"})").rules.at(Rule::max_length) ==
        Severity::off);
}

TEST_CASE("a wrong setting of the linter is told with its place") {
  const auto fails = [](const std::string& check, const std::string& with) {
    CAPTURE(check);
    CHECK(failure_of(check) == "usage: f.json:1:" + with);
  };
  fails(R"("rules": {"mising-key": "off"})", "45: there is no rule \"mising-key\"");
  fails(R"("rules": {"missing-key": "of"})", "46: \"of\" is no severity: error, warning, info, off");
  fails(R"("rules": {"missing-key": 1})", "46: every item of i18n.check.rules must be a string, not 1");
  fails(R"("locales": {"fr": {"sorted": ["off"]}})", "51: a severity by rule must stand here");
  fails(R"("locales": {"fr": {"sorted": 1}})", "50: a severity by rule must stand here");
  fails(R"("ignore": [{"rule": "sorted"}])", "32: an ignore needs a reason");
  fails(R"("ignore": [{"rule": "sorted", "reason": " "}])", "32: an ignore needs a reason");
  fails(R"("ignore": [{"rule": "sort", "reason": "x"}])", "41: there is no rule \"sort\"");
  fails(R"("ignore": [{"key": "[", "reason": "x"}])", "40: pattern \"[\": the [ is never closed");
  fails(R"("min_coverage": {"fr": 101})", "44: \"101\" is not from 0 to 100");
  fails(R"("max_length": {"a": 1.5})", "41: \"1.5\" is no whole number");
  fails(R"("max_length": {"a": -1})", "41: \"-1\" is not from 0 to 1000000000");
  fails(R"("plural": "auto")", "21: unknown key \"i18n.check.plural\"");
  CHECK(thrown([] { check_options(Config::parse(R"({"i18n": {"delimiters": ["{{"]}})", "f.json")); }) ==
        "usage: f.json:1:25: delimiters come in pairs, what opens and what closes a placeholder");
}

TEST_CASE("an objectos.json that was found names no file outside of its directory") {
  const Scratch scratch;
  std::filesystem::create_directories(scratch.path("project/part"));
  const auto baseline = [&](const std::string& check, bool is_found) {
    const std::string file =
        scratch.file("project/objectos.json", "{\"i18n\": {\"check\": {" + check + "}}}");
    ConfigSources sources;
    sources.directory = scratch.path("project/part");
    if (!is_found) sources.file = file;
    return thrown([&] { check_options(Config::load(sources)); });
  };
  for (const char* path : {"../x", "/etc/passwd", "a/../../x", "**/../../*"}) {
    CAPTURE(path);
    const std::string check = std::string(R"("usage": [")") + path + R"("])";
    CHECK(baseline(check, true).find("outside") != std::string::npos);
    CHECK(baseline(check, false) == "nothing");
    CHECK(baseline(std::string(R"("baseline": ")") + path + R"(")", true).find("outside") !=
          std::string::npos);
  }
  CHECK(baseline(R"("usage": ["src/../lib/*"], "baseline": "x.json")", true) == "nothing");
}
