// Templates beside the cases of handlebars.js and of the Mustache specification, where the corpora are there.
#include "objectos/template.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <regex>
#include <string>
#include <vector>

#include "catch.hpp"

using namespace objectos;
using nlohmann::ordered_json;

namespace {

const std::filesystem::path corpora = OBJECTOS_TEST_CORPORA;

ordered_json read(const std::filesystem::path& file) {
  std::ifstream stream(file);
  return ordered_json::parse(stream);
}

bool has(const ordered_json& test, const char* key) {
  return test.contains(key) && !test[key].is_null();
}

/// What comes of a case: the text, or "error: …".
std::string outcome(const ordered_json& test, TemplateRendering rendering, TemplateOptions options) {
  try {
    TemplateSet partials({}, options);
    if (has(test, "partials")) {
      for (const auto& [name, text] : test["partials"].items()) partials.add(name, text.get<std::string>());
    }
    const TemplateData data =
        test.contains("data") ? TemplateData::parse(test["data"].dump()) : TemplateData();
    rendering.partials = &partials;
    return Template::compile(test["template"].get<std::string>(), "case", options).render(data, rendering);
  } catch (const Error& error) {
    return std::string("error: ") + error.what();
  }
}

/// Handlebars gives places as "MESSAGE - LINE:COLUMN", columns from 0; ours stand in front, from 1.
std::string as_ours(const std::string& message) {
  std::smatch place;
  static const std::regex form("(.*) - ([0-9]+):([0-9]+)");
  if (!std::regex_match(message, place, form)) return message;
  return "case:" + place[2].str() + ":" + std::to_string(std::stoi(place[3]) + 1) + ": " + place[1].str();
}

}  // namespace

TEST_CASE("template: the cases of handlebars.js") {
  std::size_t cases = 0;
  std::error_code absent;
  for (const auto& file : std::filesystem::directory_iterator(corpora / "handlebars", absent)) {
    if (file.path().extension() != ".json") continue;
    for (const ordered_json& test : read(file)) {
      const ordered_json options = has(test, "options") ? test["options"] : ordered_json::object();
      TemplateRendering rendering;
      rendering.strict = options.value("strict", false);
      rendering.compat = options.value("compat", false);
      TemplateData variables;
      if (options.contains("data") && options["data"].is_object())
        variables = TemplateData::parse(options["data"].dump());
      rendering.variables = &variables;
      const std::string out =
          outcome(test, rendering, {.ignore_standalone = options.value("ignoreStandalone", false)});
      INFO(test["name"] << ": " << test["template"]);
      if (has(test, "throws")) {
        CHECK(out.starts_with("error: "));
        if (test["throws"].is_string()) CHECK(out.find(as_ours(test["throws"])) != std::string::npos);
      } else {
        CHECK(out == test["expected"].get<std::string>());
      }
      ++cases;
    }
  }
  // Without the corpora there is nothing to compare with.
  CHECK((absent || cases == 145));
}

TEST_CASE("template: the cases of Mustache's specification, with compat") {
  // As handlebars.js 4.7.10 has it: no tags that set delimiters, a partial that is absent is an error, and an
  // indent is put in front of what comes of a partial, not in front of the lines of its text.
  const std::array<std::string, 2> other_partials{"Failed Lookup", "Standalone Indentation"};
  std::size_t passed = 0;
  std::vector<std::string> failed;
  std::error_code absent;
  for (const auto& file : std::filesystem::directory_iterator(corpora / "mustache", absent)) {
    if (file.path().extension() != ".json") continue;
    const std::string group = file.path().stem();
    const ordered_json tests = read(file)["tests"];
    for (const ordered_json& test : tests) {
      if (outcome(test, {.compat = true}, {}) == test["expected"].get<std::string>()) {
        ++passed;
      } else {
        failed.push_back(group + ": " + test["name"].get<std::string>());
      }
    }
  }
  for (const std::string& name : failed) {
    const std::string partial = name.starts_with("partials: ") ? name.substr(10) : "";
    INFO(name);
    CHECK((name.starts_with("delimiters: ") ||
           std::find(other_partials.begin(), other_partials.end(), partial) != other_partials.end()));
  }
  CHECK((absent || (passed == 120 && failed.size() == 16)));
}
