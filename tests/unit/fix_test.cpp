// What `i18n fix` does to files: what is wrong is mended, and nothing else changes.
#include "objectos/i18n_fix.hpp"

#include <random>
#include <string>

#include "catch.hpp"
#include "i18n/translation_file.hpp"
#include "scratch.hpp"

using namespace objectos;

namespace {

/// A directory with files of translations.
struct Project {
  explicit Project(const std::vector<std::pair<std::string, std::string>>& files) {
    for (const auto& [name, text] : files) scratch.file(name, text);
    options.paths = {scratch.path()};
    options.jobs = 1;
  }
  std::vector<std::string> fix(const std::vector<Rule>& rules = {}) const {
    std::vector<std::string> names;
    for (const FileFix& each : plan_fixes(options, rules).files) {
      each.write();
      names.push_back(each.path.substr(scratch.path().size() + 1));
    }
    return names;
  }
  std::size_t count(Rule rule) const {
    const CheckReport report = check_translations(options);
    return static_cast<std::size_t>(std::count_if(report.findings.begin(), report.findings.end(),
                                                  [rule](const Finding& each) { return each.rule == rule; }));
  }

  Scratch scratch;
  CheckOptions options;
};

/// The target's file after `fix`, which a second one leaves alone.
std::string fixed(const std::string& source_name, const std::string& source, const std::string& target_name,
                  const std::string& target, const std::vector<Rule>& rules = {}) {
  const Project project({{source_name, source}, {target_name, target}});
  project.fix(rules);
  std::string text = project.scratch.content(target_name);
  CHECK(project.fix(rules).empty());
  CHECK(project.scratch.content(source_name) == source);
  return text;
}

}  // namespace

TEST_CASE("missing keys come where the source has them") {
  CHECK(fixed("en.json", "{\n  \"a\": \"one\",\n  \"b\": \"two\",\n  \"c\": {\"d\": \"three\"}\n}\n",
              "de.json", "{\n    \"b\": \"zwei\"\n}\n") ==
        "{\n    \"a\": \"one\",\n    \"b\": \"zwei\",\n    \"c\": {\n        \"d\": \"three\"\n    }\n}\n");
  CHECK(fixed("en.yml", "en:\n  a: one\n  b:\n    c: two\n    d: 3\n  e: [x, y]\n", "de.yml",
              "de:\n  b: # hier\n    c: zwei\n") ==
        "de:\n  a: one\n  b: # hier\n    c: zwei\n    d: 3\n  e:\n    - x\n    - y\n");
  CHECK(fixed("en.json", "{\"a\": \"one\", \"x_y\": \"{{n}}\", \"b\": \"two\"}", "de.json",
              "{\"a\": \"eins\", \"b\": \"zwei\"}") ==
        "{\"a\": \"eins\", \"x_y\": \"{{n}}\", \"b\": \"zwei\"}");
}

TEST_CASE("a missing plural node gets the forms of the language") {
  const std::string source =
      "{\n  \"n\": {\n    \"one\": \"One file\",\n    \"other\": \"{{count}} files\"\n  }\n}";
  CHECK(fixed("en.json", source, "ja.json", "{\n}\n") ==
        "{\n  \"n\": {\n    \"other\": \"{{count}} files\"\n  }\n}\n");
  CHECK(fixed("en.json", source, "ru.json", "{}") ==
        "{\"n\": {\"one\": \"{{count}} files\", \"few\": \"{{count}} files\", \"many\": \"{{count}} files\", "
        "\"other\": \"{{count}} files\"}}");
  CHECK(fixed("en.json", source, "de.json", "{}") ==
        "{\"n\": {\"one\": \"One file\", \"other\": \"{{count}} files\"}}");
  CHECK(fixed("en.json", "{\"n_one\": \"One\", \"n_other\": \"{{count}}\", \"z\": \"z\"}", "pl.json",
              "{\"z\": \"z\"}") ==
        "{\"n_one\": \"One\", \"n_few\": \"{{count}}\", \"n_many\": \"{{count}}\", \"n_other\": "
        "\"{{count}}\", \"z\": \"z\"}");
}

TEST_CASE("a missing plural form is the nearest one of the language") {
  const std::string source = "{\"a\": \"x\", \"n\": {\"one\": \"{{count}} a\", \"other\": \"{{count}} b\"}}";
  CHECK(fixed("en.json", source, "pl.json",
              "{\"a\": \"x\", \"n\": {\"one\": \"{{count}} c\", \"many\": \"{{count}} d\", \"other\": "
              "\"{{count}} e\"}}",
              {Rule::plural_required}) ==
        "{\"a\": \"x\", \"n\": {\"one\": \"{{count}} c\", \"few\": \"{{count}} e\", \"many\": \"{{count}} "
        "d\", \"other\": \"{{count}} e\"}}");
  const std::string suffixes = "{\"a\": \"x\", \"n_one\": \"{{count}} a\", \"n_other\": \"{{count}} b\"}";
  CHECK(fixed("en.json", suffixes, "de.json", "{\"a\": \"x\", \"n_other\": \"{{count}} b\"}",
              {Rule::plural_required}) ==
        "{\"a\": \"x\", \"n_one\": \"{{count}} b\", \"n_other\": \"{{count}} b\"}");
}

TEST_CASE("texts are mended, whatever they are written in") {
  CHECK(fixed("en.json", "{\"a\": \"x\", \"b\": \"y \"}", "de.json",
              "{\"a\": \" \\u00e9\\n\", \"b\": \"z\"}") == "{\"a\": \"\\u00e9\\n\", \"b\": \"z \"}");
  CHECK(fixed("en.json", "{\"a\": \"Hi {{name}} and {{name}}\"}", "de.json",
              "{\"a\": \"{name} und %{name} und {{name}}\"}") ==
        "{\"a\": \"{{name}} und {{name}} und {{name}}\"}");
  CHECK(fixed("en.yml", "a: x\nb: y\n", "de.yml", "a: no # c\nb: 5\n") == "a: \"no\" # c\nb: \"5\"\n");
  CHECK(fixed("en.json", "{\"a\": \"x\"}", "de.json", "{\"a\": \"y  z\"}", {Rule::double_space}) ==
        "{\"a\": \"y z\"}");
}

TEST_CASE("what is too much goes only when it is named") {
  const std::string source =
      "{\n  \"a\": \"one\",\n  \"n\": {\"one\": \"{{count}}\", \"other\": \"{{count}}\"}\n}\n";
  const std::string target =
      "{\n  \"a\": \"eins\",\n  \"old\": {\"x\": \"y\"},\n  \"n\": {\"one\": \"{{count}}\", \"few\": "
      "\"{{count}}\", \"other\": \"{{count}}\"}\n}\n";
  CHECK(fixed("en.json", source, "de.json", target) == target);
  CHECK(fixed("en.json", source, "de.json", target, {Rule::extra_key}) ==
        "{\n  \"a\": \"eins\",\n  \"n\": {\"one\": \"{{count}}\", \"few\": \"{{count}}\", \"other\": "
        "\"{{count}}\"}\n}\n");
  CHECK(fixed("en.json", source, "de.json", target, {Rule::plural_unused}) ==
        "{\n  \"a\": \"eins\",\n  \"old\": {\"x\": \"y\"},\n  \"n\": {\"one\": \"{{count}}\", \"other\": "
        "\"{{count}}\"}\n}\n");
  CHECK(fixed("en.json", "{\"a\": \"b\"}", "de.json", "{\"a\": \"b\", \"x_one\": \"1\", \"x_other\": \"2\"}",
              {Rule::extra_key}) == "{\"a\": \"b\"}");
  CHECK(fixed("en.yml", "a: x\n", "de.yml", "a: y\n# alt\nold: # gone\n  b: |\n    c\n    d\n",
              {Rule::extra_key}) == "a: y\n# alt\n");
}

TEST_CASE("a file that cannot be parsed is refused, and the others are mended") {
  const Project project({{"en.json", "{\"a\": \"x\", \"b\": \"y\"}"},
                         {"de.json", "{\"a\": \"x\", }"},
                         {"fr.json", "{\"a\": \"x\"}"}});
  const FixPlan plan = plan_fixes(project.options, {});
  REQUIRE(plan.refused.size() == 1);
  CHECK(plan.refused[0].place.file.ends_with("de.json"));
  CHECK(project.fix() == std::vector<std::string>{"fr.json"});
  CHECK(project.scratch.content("de.json") == "{\"a\": \"x\", }");
  CHECK_THROWS_AS(plan_fixes(project.options, {Rule::html_mismatch}), Error);
}

TEST_CASE("a file keeps its mode, a link stays a link, and what has changed is not overwritten") {
  const Project project({{"en.json", "{\"a\": \"x\", \"b\": \"y\"}"}, {"real", "{\"a\": \"x\"}"}});
  std::filesystem::create_symlink("real", project.scratch.path("de.json"));
  ::chmod(project.scratch.path("real").c_str(), 0640);
  const FixPlan plan = plan_fixes(project.options, {});
  REQUIRE(plan.files.size() == 1);
  project.scratch.file("real", "{\"a\": \"z\"}");
  CHECK_THROWS_AS(plan.files[0].write(), Error);
  CHECK(project.scratch.content("real") == "{\"a\": \"z\"}");
  project.fix();
  CHECK(project.scratch.content("real") == "{\"a\": \"z\", \"b\": \"y\"}");
  CHECK(std::filesystem::is_symlink(project.scratch.path("de.json")));
  CHECK(Scratch::mode(project.scratch.path("real")) == 0640);
}

TEST_CASE("the diff is the one that diff -u writes") {
  const auto diff = [](std::string before, std::string after) {
    return FileFix{"f", std::move(before), std::move(after), 1}.diff();
  };
  CHECK(diff("a\n", "a\n").empty());
  CHECK(diff("a\nb\nc\n", "a\nx\nc\n") == "--- f\n+++ f\n@@ -1,3 +1,3 @@\n a\n-b\n+x\n c\n");
  CHECK(diff("a", "b") ==
        "--- f\n+++ f\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+b\n\\ No newline at end of file\n");
  CHECK(diff("", "a\n") == "--- f\n+++ f\n@@ -0,0 +1 @@\n+a\n");
  CHECK(diff("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "0\n1\n2\n3\n4\n5\n6\n7\n8\n") ==
        "--- f\n+++ f\n@@ -1,3 +1,4 @@\n+0\n 1\n 2\n 3\n@@ -6,4 +7,3 @@\n 6\n 7\n 8\n-9\n");
  // Any two texts: patch(1) reads it in tests/cli; here it is applied by hand.
  std::mt19937 random(7);
  for (int round = 0; round < 300; ++round) {
    const auto some = [&] {
      std::string text;
      for (int i = static_cast<int>(random() % 30); i > 0; --i)
        text += std::string(1, static_cast<char>('a' + random() % 4)) + "\n";
      return text;
    };
    const std::string before = some(), after = some();
    std::string from, to;
    std::size_t line = 0;
    std::istringstream old(before), text(diff(before, after));
    std::string each;
    const auto copy_until = [&](std::size_t wanted) {
      for (; line + 1 < wanted && std::getline(old, each); ++line) to += each + "\n";
    };
    std::string row;
    while (std::getline(text, row)) {
      if (row.starts_with("---") || row.starts_with("+++")) continue;
      if (row.starts_with("@@")) {
        std::size_t begin = std::stoul(row.substr(4));
        if (row.substr(0, row.find(" +")).ends_with(",0")) ++begin;
        copy_until(begin);
        continue;
      }
      if (row[0] == '+') {
        to += row.substr(1) + "\n";
        continue;
      }
      REQUIRE(std::getline(old, each));
      ++line;
      REQUIRE(each == row.substr(1));
      if (row[0] == ' ') to += each + "\n";
    }
    copy_until(1000);
    CHECK(to == after);
  }
}
