// The linter: what each rule finds and where, and what it must leave alone.
#include "check_kit.hpp"

#include "catch.hpp"
#include "thrown.hpp"

using namespace objectos;

namespace {

/// What is found in `target` beside `source`, both values of one key "k" in JSON.
std::string pair(const std::string& source, const std::string& target, const char* locale = "de") {
  return LocaleTree({{"en.json", "{\"k\": " + source + "}"},
                     {std::string(locale) + ".json", "{\"k\": " + target + "}"}})
      .findings();
}
std::string texts(const std::string& source, const std::string& target, const char* locale = "de") {
  return pair("\"" + source + "\"", "\"" + target + "\"", locale);
}
std::string said(const std::string& source, const std::string& target) {
  return LocaleTree({{"en.json", "{\"k\": \"" + source + "\"}"}, {"de.json", "{\"k\": \"" + target + "\"}"}})
      .messages();
}

CheckOptions with(Rule rule, Severity severity = Severity::warning) {
  CheckOptions options;
  options.rules[rule] = severity;
  return options;
}

CheckOptions rails() {
  CheckOptions options;
  options.delimiters = {{"%{", "}"}};
  return options;
}

}  // namespace

TEST_CASE("missing and extra keys: one finding for a tree", "[check]") {
  const LocaleTree tree(
      {{"en.json",
        "{\n  \"a\": \"x\",\n  \"b\": {\"c\": \"y\", \"d\": \"z\"},\n  \"e\": {\"f\": \"w\"}\n}\n"},
       {"de.json", "{\n  \"e\": {\"g\": \"v\"},\n  \"h\": {\"i\": \"u\", \"j\": \"t\"}\n}\n"}});
  CHECK(tree.messages() ==
        "de.json:1:1 missing-key a: \"a\" is missing\n"
        "de.json:1:1 missing-key b: \"b\" is missing, with 2 keys in it\n"
        "de.json:2:3 missing-key e.f: \"e.f\" is missing\n"
        "de.json:2:9 extra-key e.g: the source has no \"e.g\"\n"
        "de.json:3:3 extra-key h: the source has no \"h\"; 2 keys are in it\n");
  const CheckReport report = tree.report();
  CHECK(report.keys == 4);
  CHECK(report.files == 2);
  CHECK(report.locales == 2);
  REQUIRE(report.findings[1].source);
  CHECK(report.findings[1].source->line == 3);
  CHECK(report.findings[1].source->column == 3);
}

TEST_CASE("layouts are found by themselves", "[check]") {
  const std::string one = R"({"a":"x"})";
  CHECK(LocaleTree({{"en/menu.json", one}, {"en/deep/page.json", one}, {"de/menu.json", one}}).findings() ==
        "de/deep/page.json:1:1 missing-file\n");
  CHECK(LocaleTree({{"menu.en.yml", "en:\n  a: x\n"},
                    {"menu.de.yml", "de:\n  b: x\n"},
                    {"page.en.yml", "en:\n  a: x\n"}})
            .findings() ==
        "menu.de.yml:1:1 missing-key a\nmenu.de.yml:2:3 extra-key b\npage.de.yml:1:1 missing-file\n");
  CHECK(LocaleTree({{"menu/en.json", one}, {"menu/zh_Hant_TW.json", "{}"}}).findings() ==
        "menu/zh_Hant_TW.json:1:1 missing-key a\n");
  CHECK(LocaleTree({{"en.json", one}, {"de.yml", "de:\n  a: y\n"}}).findings().empty());
  CHECK(LocaleTree({{"en/a.json", one}, {"de/a.json", one}, {"de/b.json", one}}).findings() ==
        "de/b.json:1:1 extra-key\n");
  CHECK(LocaleTree({{"en.yml", "en:\n  a: x\n"}, {"de.yml", "en:\n  a: x\n"}}).messages() ==
        "de.yml:1:1 locale-name en: the file is named de, its first key \"en\"\n");
}

TEST_CASE("a file whose name is no locale is none", "[check]") {
  CHECK(LocaleTree({{"en.json", R"({"a":"x"})"},
                    {"percentages.json", "{"},
                    {"ui.json", "{"},
                    {"package.json", "{"},
                    {"README.md", "x"},
                    {".hidden.json", "{"}})
            .findings()
            .empty());
  CHECK(LocaleTree({{"en.json", R"({"a":"x"})"}, {"jp.json", R"({"a":"y"})"}}).messages() ==
        "jp.json:1:1 locale-name: \"jp\" is a country; the language is \"ja\"\n");
  CHECK(LocaleTree({{"en.json", R"({"a":"x"})"}, {"en-UK.json", R"({"a":"y"})"}}).messages() ==
        "en-UK.json:1:1 locale-name: the region of the United Kingdom is GB, not UK\n");
}

TEST_CASE("what a regional locale lacks comes from its language", "[check]") {
  const std::map<std::string, std::string> files{{"en.json", R"({"a":"x","b":"y"})"},
                                                 {"de.json", R"({"a":"x","b":"y"})"},
                                                 {"de-AT.json", R"({"a":"z"})"}};
  CHECK(LocaleTree(files).findings().empty());
  CHECK(LocaleTree({{"en.json", R"({"a":"x","b":"y"})"}, {"en-GB.json", "{}"}}).findings().empty());
  CHECK(LocaleTree({{"en.json", R"({"a":"x","b":"y"})"}, {"de-AT.json", R"({"a":"z"})"}}).findings() ==
        "de-AT.json:1:1 missing-key b\n");
  CheckOptions options;
  options.fallback["nn"] = "nb";
  CHECK(LocaleTree({{"en.json", R"({"a":"x"})"}, {"nb.json", R"({"a":"y"})"}, {"nn.json", "{}"}})
            .findings(options)
            .empty());
}

TEST_CASE("the source locale", "[check]") {
  CHECK(LocaleTree({{"en-US.json", R"({"a":"x"})"}, {"de.json", "{}"}}).findings() ==
        "de.json:1:1 missing-key a\n");
  const LocaleTree tree({{"de.json", R"({"a":"x"})"}, {"fr.json", "{}"}});
  CHECK_THAT(thrown([&] { tree.findings(); }), ContainsSubstring("which locale is the source?"));
  CheckOptions options;
  options.source = "de";
  CHECK(tree.findings(options) == "fr.json:1:1 missing-key a\n");
  options.source = "it";
  CHECK_THAT(thrown([&] { tree.findings(options); }), ContainsSubstring("no file of the source locale it"));
}

TEST_CASE("an empty text silences everything else about its key", "[check]") {
  CHECK(texts("Hi {{name}} ", "") == "de.json:1:7 empty-value k\n");
  CHECK(texts("Hi", "…") == "de.json:1:7 empty-value k\n");
  CHECK(pair("\"Hi\"", "null") == "de.json:1:7 empty-value k\n");
  CHECK(texts("", "").empty());
  CHECK(texts("", "Hallo").empty());
  CHECK(texts(", ", "").empty());
  CheckOptions options;
  options.empty = EmptyMode::as_missing;
  const LocaleTree tree({{"en.json", R"({"a":"x"})"}, {"de.json", R"({"a":""})"}});
  CHECK(tree.findings(options) == "de.json:1:6 missing-key a\n");
  options.empty = EmptyMode::off;
  CHECK(tree.findings(options).empty());
}

TEST_CASE("types", "[check]") {
  CHECK(pair("\"x\"", "{\"a\":\"y\"}") == "de.json:1:2 type-mismatch k\n");
  CHECK(pair("{\"a\":\"y\",\"b\":\"y\"}", "\"x\"") == "de.json:1:2 type-mismatch k\n");
  CHECK(pair("[\"x\"]", "\"x\"") == "de.json:1:2 type-mismatch k\n");
  CHECK(pair("\"x\"", "3") == "de.json:1:2 type-mismatch k\n");
  CHECK(pair("3", "4").empty());
  CHECK(pair("[\"x\",\"y\"]", "[\"x\"]").empty());
  CHECK(pair("[\"x {{a}}\"]", "[\"y\"]") == "de.json:1:8 dropped-placeholder k.0\n");
}

TEST_CASE("duplicates: both lines, and which one wins", "[check]") {
  const LocaleTree tree({{"en.json", "{\n\"a\":\"x\",\n\"b\":{\"c\":\"y\"}}"},
                         {"de.json", "{\n\"a\":\"1\",\n\"b\":{\"c\":\"y\",\"c\":\"z\"},\n\"a\":\"2\"}"}});
  CHECK(tree.messages() ==
        "de.json:3:14 duplicate-key b.c: \"c\" stands already on line 3; this one wins\n"
        "de.json:4:1 duplicate-key a: \"a\" stands already on line 2; this one wins\n");
  CHECK(tree.report().findings[1].source->line == 2);
}

TEST_CASE("placeholders are compared as sets of names", "[check]") {
  CHECK(said("Hi {{name}}", "Hallo {{nom}}") ==
        "de.json:1:7 unknown-placeholder k: unknown {{nom}}: the source has {{name}}\n");
  CHECK(said("Hi", "Hallo {{nom}}") ==
        "de.json:1:7 unknown-placeholder k: unknown {{nom}}: the source has no such placeholder\n");
  CHECK(said("Hi {{name}}", "Hallo") ==
        "de.json:1:7 dropped-placeholder k: {{name}} of the source is missing\n");
  CHECK(said("{{a}} {{a}} {{b}}", "{{b}} {{a}}") ==
        "de.json:1:7 placeholder-multiplicity k: {{a}} stands here 1 times, in the source 2\n");
  CHECK(texts("{{a}} and {{b}}", "{{b}} und {{ a }}").empty());
  CHECK(texts("{{- a}}", "{{a}}").empty());
  CHECK(said("{{a | currency:EUR}}", "{{a}}") ==
        "de.json:1:7 directive-mismatch k: {{a}} is not formatted as currency, as it is in the source\n");
  CHECK(said("{{a}}", "{{a, number}}") ==
        "de.json:1:7 directive-mismatch k: {{a, number}} is formatted as number, in the source it is not\n");
  CHECK(texts("{{d | timeString('en')}}", "{{d | timeString('de-DE')}}").empty());
  CHECK(texts("{{a | currency:USD}}", "{{a | currency:EUR}}").empty());
}

TEST_CASE("text that was meant to be a placeholder", "[check]") {
  for (const char* text : {"{name}", "%{name}", "{{name}", "{{ name", "{name}}", "{{{name}}}", "{{name}}}",
                           "｛｛name｝｝", "{{\u00a0name}}", "{{name\u00a0}}"}) {
    CAPTURE(text);
    CHECK(texts("Hi {{name}}", std::string("Hallo ") + text) == "de.json:1:7 near-placeholder k\n");
  }
  CHECK(said("Hi {{name}}", "Hallo {name}") ==
        "de.json:1:7 near-placeholder k: {name} is no placeholder: it must be {{name}}\n");
  for (const char* text : {"{name}", "{{{x}}}", "100 %", "{ }", "{", "a {b, c} d"}) {
    CAPTURE(text);
    CHECK(texts(std::string("{{a}} ") + text, std::string("{{a}} ") + text).empty());
  }
  CHECK(texts("{n, plural, one {# x} other {# y}}", "{n, plural, one {# u} other {# v}}").empty());
  const LocaleTree tree({{"en.yml", "en:\n  k: Hi %{user}\n"},
                         {"de.yml", "de:\n  k: Hallo {user}\n"},
                         {"fr.yml", "fr:\n  k: 'Salut %{user'\n"},
                         {"it.yml", "it:\n  k: Ciao %{user}\n"}});
  CHECK(tree.findings(rails()) == "de.yml:2:6 near-placeholder k\nfr.yml:2:6 near-placeholder k\n");
}

TEST_CASE("tags", "[check]") {
  CHECK(said("<b>x</b>", "x") == "de.json:1:7 html-mismatch k: <b> of the source is missing\n");
  CHECK(said("x", "<b>x</b>") == "de.json:1:7 html-mismatch k: <b> is not in the source\n");
  CHECK(said("<b>x</b>", "<strong>x</strong>") ==
        "de.json:1:7 html-mismatch k: <strong> stands here instead of <b>\n");
  CHECK(said("<b>x</b>", "<b>x") == "de.json:1:7 html-mismatch k: <b> is opened 1 times and closed 0\n");
  CHECK(said("<0>x</0>", "x") == "de.json:1:7 html-mismatch k: <0> of the source is missing\n");
  CHECK(said("<link>x</link>", "<Link>x</Link>") ==
        "de.json:1:7 html-mismatch k: <Link> stands here instead of <link>\n");
  CHECK(texts("a<br>b", "a<br/>b").empty());
  CHECK(texts("a<br>b<br>c", "a<BR />b").empty());
  CHECK(texts("<b>x</b> <i>y</i>", "<i>y</i> <b>x</b>").empty());
  CHECK(texts("x", "<leerer Text> a < b").empty());
  CHECK(texts("<empty string> a < b > c", "<leer> ").empty() == false);  // the blank at the end
  const LocaleTree tree({{"en.json", R"({"k":"<b>x</b>"})"}, {"ja.json", R"({"k":"x"})"}});
  CHECK(tree.report().findings.at(0).severity == Severity::warning);
}

TEST_CASE("blanks at the edges", "[check]") {
  CHECK(texts("Name: ", "Name:") == "de.json:1:7 edge-whitespace k\n");
  CHECK(texts("Name", " Name") == "de.json:1:7 edge-whitespace k\n");
  CHECK(texts("Name", "Name\\n\\n") == "de.json:1:7 edge-whitespace k\n");
  CHECK(texts("Name", "Name\\n").empty());
  CHECK(texts("Name: ", "名前：", "ja").empty());
  CHECK(texts(", and ", " und ").empty());
  CHECK(texts(" - ", "-").empty());
}

TEST_CASE("the same text as in the source", "[check]") {
  CHECK(texts("Open the file", "Open the file") == "de.json:1:7 same-as-source k\n");
  for (const char* text : {"OK", "Email", "Visual Studio Code", "https://example.com/a b", "{{a}} {{b}}",
                           "USB HID", "<b>Status</b>"}) {
    CAPTURE(text);
    CHECK(texts(text, text).empty());
  }
  CHECK(texts("Open the file", "Open the file", "en-GB").empty());
}

TEST_CASE("YAML that is no text", "[check]") {
  const LocaleTree tree({{"en.yml", "en:\n  a: 'No'\n  b: 'Zero'\n  c: '1'\n  d: 3\n  e: text\n"},
                         {"de.yml", "de:\n  a: no\n  b: Null\n  c: 1\n  d: 4\n  e:\n"}});
  CHECK(tree.messages() ==
        "de.yml:2:6 yaml-type a: YAML reads no as a boolean: put it in quotes\n"
        "de.yml:3:6 yaml-type b: YAML reads Null as null: put it in quotes\n"
        "de.yml:4:6 yaml-type c: YAML reads 1 as a number: put it in quotes\n"
        "de.yml:6:3 empty-value e: the text is empty\n");
}

TEST_CASE("faults of files; one bad file hides nothing in the others", "[check]") {
  const LocaleTree tree({{"en.json", R"({"a":"x","b":"y"})"},
                         {"de.json", R"({"a":"x",})"},
                         {"fr.json", "\xEF\xBB\xBF{\"a\":\"x\",\"b\":\"y\"}"},
                         {"it.json", R"({"a":"x"})"}});
  CHECK(tree.findings() == "de.json:1:9 syntax\nfr.json:1:1 encoding\nit.json:1:1 missing-key b\n");
  CHECK(tree.report().is_incomplete);
  const LocaleTree source({{"en.json", R"({"a":"x",})"}, {"it.json", R"({"b":"x"})"}});
  CHECK(source.findings() == "en.json:1:9 syntax\nit.json:1:1 missing-key a\n");
}

TEST_CASE("a file that cannot be read is a finding", "[check]") {
  const LocaleTree tree({{"en.json", R"({"a":"x"})"}, {"it.json", R"({"b":"x"})"}});
  std::filesystem::create_symlink("nowhere", tree.root() + "/de.json");
  std::filesystem::create_directory_symlink(".", tree.root() + "/loop");
  CHECK(tree.findings() == "de.json:1:1 syntax\nit.json:1:1 missing-key a\nit.json:1:2 extra-key b\n");
  CHECK(tree.report().is_incomplete);
}

TEST_CASE("plural forms: what the language needs", "[check]") {
  const std::string source = R"({"n":{"one":"{{count}} file","other":"{{count}} files"}})";
  CHECK(LocaleTree({{"en.json", source},
                    {"ru.json", R"({"n":{"one":"{{count}} a","few":"{{count}} b","other":"{{count}} c"}})"}})
            .messages() ==
        "ru.json:1:2 plural-required n.many: the form many is missing, which ru needs for 0, 5, 6, …\n");
  // Only fractions select `other` in Russian.
  const CheckReport fractions =
      LocaleTree({{"en.json", source},
                  {"ru.json", R"({"n":{"one":"{{count}} a","few":"{{count}} b","many":"{{count}} c"}})"}})
          .report();
  REQUIRE(fractions.findings.size() == 1);
  CHECK(fractions.findings[0].severity == Severity::warning);
  CHECK(LocaleTree({{"en.json", source}, {"fr.json", R"({"n":{"one":"{{count}} a","other":"{{count}} c"}})"}})
            .findings()
            .empty());  // many is for millions
  CHECK(
      LocaleTree({{"en.json", source}, {"ja.json", R"({"n":{"other":"{{count}} c"}})"}}).findings().empty());
  CHECK(LocaleTree({{"en.json", source}, {"ja.json", R"({"n":"{{count}} c"})"}}).findings().empty());
  CHECK(LocaleTree({{"en.json", source}, {"de.json", R"({"n":"{{count}} c"})"}}).findings() ==
        "de.json:1:6 plural-flattened n\n");
  CHECK(LocaleTree({{"en.json", source},
                    {"de.json", R"({"n":{"one":"{{count}} a","few":"{{count}} b","other":"{{count}} c"}})"}})
            .messages() == "de.json:1:27 plural-unused n.few: de has no form few: this is never shown\n");
  CHECK(LocaleTree({{"en.json", source},
                    {"de.json",
                     R"({"n":{"zero":"nichts","one":"{{count}} a","other":"{{count}} c","0":"x","1":"y"}})"}})
            .findings()
            .empty());
  CHECK(LocaleTree({{"en.json", source}, {"kaa.json", R"({"n":{"one":"{{count}} a","few":"{{count}} c"}})"}})
            .findings() == "kaa.json:1:1 plural-no-rules\n");
  CHECK(LocaleTree(std::map<std::string, std::string>{
                       {"en.json", R"({"n":{"one":"{{count}} file","few":"x","other":"{{count}} files"}})"}})
            .findings() == "en.json:1:30 plural-unused n.few\n");
}

TEST_CASE("plural forms: what shows the number", "[check]") {
  const std::string source = R"({"n":{"one":"a file","other":"{{count}} files"}})";
  CHECK(
      LocaleTree({{"en.json", source}, {"de.json", R"({"n":{"one":"eine","other":"viele"}})"}}).messages() ==
      "de.json:1:28 plural-count-dropped n.other: other stands for 0, 2, 3, … and does not show {{count}}\n");
  CHECK(
      LocaleTree({{"en.json", source},
                  {"ru.json",
                   R"({"n":{"one":"1 a","few":"{{count}} b","many":"{{count}} c","other":"{{count}} d"}})"}})
          .messages() ==
      "ru.json:1:13 plural-count-dropped n.one: one stands for 1, 21, 31, … and does not show {{count}}\n");
  CHECK(LocaleTree({{"en.json", source}, {"fr.json", R"({"n":{"one":"un","other":"{{count}} c"}})"}})
            .findings() == "fr.json:1:13 plural-count-dropped n.one\n");
  CHECK(LocaleTree(
            {{"en.json", source}, {"fr.json", R"({"n":{"zero":"rien","one":"un","other":"{{count}} c"}})"}})
            .findings()
            .empty());
  CHECK(
      LocaleTree(
          {{"en.json", source},
           {"ar.json",
            R"({"n":{"zero":"a","one":"b","two":"c","few":"{{count}}","many":"{{count}}","other":"{{count}}"}})"}})
          .findings()
          .empty());
  CHECK(LocaleTree({{"en.json", source},
                    {"lv.json", R"({"n":{"zero":"a","one":"{{count}} b","other":"{{count}}"}})"}})
            .findings() == "lv.json:1:14 plural-count-dropped n.zero\n");
  CHECK(LocaleTree({{"en.json", R"({"n":{"one":"a file","other":"files"}})"},
                    {"de.json", R"({"n":{"one":"a","other":"b"}})"}})
            .findings()
            .empty());
}

TEST_CASE("plural forms: placeholders of one form may stand in another", "[check]") {
  const std::string source = R"({"n":{"one":"{{name}} has a file","other":"{{name}} has {{count}} files"}})";
  CHECK(LocaleTree({{"en.json", source},
                    {"de.json", R"({"n":{"one":"{{count}} {{name}}","other":"{{count}} {{name}}"}})"}})
            .findings()
            .empty());
  CHECK(LocaleTree({{"en.json", source}, {"de.json", R"({"n":{"one":"x","other":"{{count}} {{nom}}"}})"}})
            .findings() ==
        "de.json:1:13 dropped-placeholder n.one\nde.json:1:25 unknown-placeholder n.other\n");
}

TEST_CASE("plural forms as suffixes", "[check]") {
  const std::string source =
      R"({"item_one":"{{count}} item","item_other":"{{count}} items","crow_one":"x","crow_many":"y"})";
  CHECK(
      LocaleTree(
          {{"en.json", source},
           {"ru.json",
            R"({"item_one":"{{count}} a","item_few":"{{count}} b","item_other":"{{count}} c","crow_one":"x","crow_many":"y"})"}})
          .findings() == "ru.json:1:2 plural-required item_many\n");
  CHECK(LocaleTree({{"en.json", source}, {"ja.json", R"({"item_other":"{{count}} c","crow_one":"x"})"}})
            .findings() == "ja.json:1:1 missing-key crow_many\n");
  CHECK(LocaleTree({{"en.json", source},
                    {"de.json", R"({"item_one":"{{count}} c","crow_one":"x","crow_many":"y"})"}})
            .findings() == "de.json:1:2 plural-required item_other\n");
  CheckOptions options;
  options.plurals = PluralShape::nested;
  CHECK(LocaleTree({{"en.json", source},
                    {"ja.json", R"({"item_other":"c {{count}}","crow_one":"x","crow_many":"y"})"}})
            .findings(options) == "ja.json:1:1 missing-key item_one\n");
}

TEST_CASE("ordinary keys called like forms", "[check]") {
  for (const char* text : {R"({"other":"x"})", R"({"one":"x","two":"y"})", R"({"other":{"a":"x"}})",
                           R"({"one":"x","other":"y","name":"z"})"}) {
    CAPTURE(text);
    CHECK(pair(text, text, "ru").empty());
  }
}

TEST_CASE("rules that are off, and severities for one locale", "[check]") {
  const LocaleTree tree({{"en.json", R"({"b":"x  y.","a":"<a onclick=\"x()\">"})"},
                         {"de.json", R"({"b":"x  y","a":"<a onclick=\"x()\">"})"}});
  CHECK(tree.findings().empty());
  CHECK(tree.findings(with(Rule::end_punctuation)) == "de.json:1:6 end-punctuation b\n");
  CHECK(tree.findings(with(Rule::sorted)) == "de.json:1:13 sorted a\nen.json:1:14 sorted a\n");
  CHECK(tree.findings(with(Rule::unsafe_html)) == "de.json:1:17 unsafe-html a\nen.json:1:18 unsafe-html a\n");
  CheckOptions options = with(Rule::end_punctuation);
  options.locale_rules["de"][Rule::end_punctuation] = Severity::off;
  CHECK(tree.findings(options).empty());
  CHECK(LocaleTree(std::map<std::string, std::string>{
                       {"en.json", R"({"one":"x","few":"y","other":"z {{count}}","2":"a","10":"b"})"}})
            .findings(with(Rule::sorted))
            .empty());
}

TEST_CASE("coverage is asked for by locale", "[check]") {
  const LocaleTree tree({{"en.json", R"({"a":"x","b":"y","c":"z"})"},
                         {"de.json", R"({"a":"x","b":""})"},
                         {"de-AT.json", R"({"a":"x"})"}});
  CheckOptions options;
  options.min_coverage["de"] = 50;
  options.min_coverage["*"] = 100;
  CHECK(tree.messages(options) ==
        "de.json:1:1 missing-key c: \"c\" is missing\n"
        "de.json:1:1 coverage: 1 of 3 keys are translated, 33.3 %; asked for are 50 %\n"
        "de.json:1:14 empty-value b: the text is empty\n");
  const auto coverage = tree.report().coverage;
  REQUIRE(coverage.size() == 2);
  CHECK(coverage[0].locale == "de");
  CHECK(coverage[0].translated == 1);
  CHECK(coverage[0].empty == 1);
  CHECK(coverage[0].missing() == 1);
  CHECK(coverage[1].translated == 3);
}

TEST_CASE("the order of findings does not depend on threads", "[check]") {
  std::map<std::string, std::string> files{{"en.json", R"({"a":"x","b":"{{y}}","c":"z"})"}};
  for (const char* locale : {"de", "fr", "it", "es", "pt", "nl", "sv", "da", "fi", "pl"})
    files[std::string(locale) + ".json"] = R"({"a":"","b":"{y}","d":"z"})";
  const LocaleTree tree(files);
  CheckOptions one, many;
  one.jobs = 1;
  many.jobs = 8;
  const std::string expected = tree.messages(one);
  CHECK(expected.size() > 1000);
  for (int i = 0; i < 20; ++i) CHECK(tree.messages(many) == expected);
}

TEST_CASE("a fingerprint does not know the line", "[check]") {
  const LocaleTree tree({{"en.json", R"({"a":"x"})"}, {"de.json", R"({"a":""})"}});
  const std::string before = tree.report().findings.at(0).fingerprint();
  LocaleTree moved({{"en.json", R"({"a":"x"})"}, {"de.json", "\n\n{\"a\":\"\"}"}});
  tree.report();
  const auto after = moved.report().findings.at(0);
  CHECK(after.place.line == 3);
  CHECK(before.size() == 16);
  CHECK(before != after.fingerprint());  // another file
}

TEST_CASE("only what has changed, and translations that have not followed", "[check]") {
  const std::string old_source =
      R"({"a":"x y","b":"old text","n":{"one":"{{count}} a","other":"{{count}} b"}})";
  const LocaleTree tree(
      {{"en.json", R"({"a":"x y","b":"new text","c":"z","n":{"one":"{{count}} a","other":"{{count}} b"}})"},
       {"de.json", R"({"b":"alter text","n":{"one":"{{count}} a"}})"},
       {"fr.json", R"({"b":"nouveau","n":{"one":"{{count}} a"}})"}});
  CheckOptions options;
  options.before = [&](const std::string& path) -> std::optional<std::string> {
    if (path.ends_with("en.json")) return old_source;
    if (path.ends_with("de.json")) return R"({"b":"alter text","n":{"one":"{{count}} a"}})";
    return R"({"b":"ancien","n":{"one":"{{count}} a","other":"{{count}} b"}})";
  };
  CHECK(tree.findings(options) ==
        "de.json:1:1 missing-key c\nde.json:1:6 stale b\nfr.json:1:1 missing-key c\nfr.json:1:16 "
        "plural-required n.other\n");
  options.before = [](const std::string&) { return std::nullopt; };
  CHECK(tree.findings(options) == tree.findings());
}

TEST_CASE("a text of nothing but opened tags is walked once", "[check]") {
  const std::string text(2'000'000, '<');  // a walk from each would take hours
  const LocaleTree tree({{"en.json", "{\"a\":\"" + text + "\"}"}, {"de.json", "{\"a\":\"" + text + "\"}"}});
  CHECK(tree.findings(with(Rule::unsafe_html)).empty());
}
