// The rules of the linter: what each is called, how grave it is, what it says of itself.
#include <array>
#include <vector>

#include "lint/explanations.hpp"
#include "objectos/i18n_check.hpp"
#include "objectos/text.hpp"

namespace objectos {
namespace {

namespace explanation = lint::explanation;

constexpr auto error = Severity::error, warning = Severity::warning, info = Severity::info,
               off = Severity::off;

constexpr std::array table{
    RuleInfo{Rule::missing_key, "missing-key", error, "a key of the source is missing",
             explanation::missing_key, true},
    RuleInfo{Rule::missing_file, "missing-file", error, "a file of the source has no counterpart",
             explanation::missing_file},
    RuleInfo{Rule::syntax, "syntax", error, "the file is not valid JSON or YAML", explanation::syntax},
    RuleInfo{Rule::encoding, "encoding", error, "byte order mark, invalid UTF-8, control characters",
             explanation::encoding},
    RuleInfo{Rule::duplicate_key, "duplicate-key", error, "a key stands twice in one object",
             explanation::duplicate_key},
    RuleInfo{Rule::type_mismatch, "type-mismatch", error, "text in one file, object or list in the other",
             explanation::type_mismatch},
    RuleInfo{Rule::unknown_placeholder, "unknown-placeholder", error,
             "a placeholder that the source does not have", explanation::unknown_placeholder},
    RuleInfo{Rule::near_placeholder, "near-placeholder", error, "text that was meant to be a placeholder",
             explanation::near_placeholder, true},
    RuleInfo{Rule::directive_mismatch, "directive-mismatch", error,
             "a placeholder is formatted in another way", explanation::directive_mismatch},
    RuleInfo{Rule::plural_required, "plural-required", error,
             "a plural form that the language needs is missing", explanation::plural_required, true},
    RuleInfo{Rule::plural_flattened, "plural-flattened", error,
             "the source has plural forms, the translation one text", explanation::plural_flattened},
    RuleInfo{Rule::html_mismatch, "html-mismatch", error, "a tag is lost, added or renamed",
             explanation::html_mismatch},
    RuleInfo{Rule::undefined_key, "undefined-key", error, "code uses a key that the source does not have",
             explanation::undefined_key},
    RuleInfo{Rule::coverage, "coverage", error, "fewer keys are translated than --min-coverage asks for",
             explanation::coverage},
    RuleInfo{Rule::empty_value, "empty-value", warning, "nothing is translated", explanation::empty_value},
    RuleInfo{Rule::extra_key, "extra-key", warning, "a key that the source does not have",
             explanation::extra_key, true},
    RuleInfo{Rule::dropped_placeholder, "dropped-placeholder", warning,
             "a placeholder of the source is missing", explanation::dropped_placeholder},
    RuleInfo{Rule::plural_unused, "plural-unused", warning, "a plural form that the language never chooses",
             explanation::plural_unused, true},
    RuleInfo{Rule::plural_count_dropped, "plural-count-dropped", warning,
             "a form for several numbers does not show the number", explanation::plural_count_dropped},
    RuleInfo{Rule::yaml_type, "yaml-type", warning, "YAML reads this as no text", explanation::yaml_type,
             true},
    RuleInfo{Rule::edge_whitespace, "edge-whitespace", warning,
             "blanks at the start or end differ from the source", explanation::edge_whitespace, true},
    RuleInfo{Rule::locale_name, "locale-name", warning, "the file's name is not the locale's",
             explanation::locale_name},
    RuleInfo{Rule::ignore_unused, "ignore-unused", warning, "an ignore that ignores nothing",
             explanation::ignore_unused},
    RuleInfo{Rule::unused_key, "unused-key", warning, "no code uses the key", explanation::unused_key},
    RuleInfo{Rule::same_as_source, "same-as-source", info, "the text is the source's",
             explanation::same_as_source},
    RuleInfo{Rule::plural_no_rules, "plural-no-rules", info, "CLDR has no plural rules for the language",
             explanation::plural_no_rules},
    RuleInfo{Rule::inconsistent, "inconsistent", info, "one source text is translated in two ways",
             explanation::inconsistent},
    RuleInfo{Rule::stale, "stale", info, "the source has changed after the translation", explanation::stale},
    RuleInfo{Rule::placeholder_multiplicity, "placeholder-multiplicity", info,
             "a placeholder stands more or less often than in the source",
             explanation::placeholder_multiplicity},
    RuleInfo{Rule::end_punctuation, "end-punctuation", off,
             "the last punctuation mark differs from the source", explanation::end_punctuation},
    RuleInfo{Rule::double_space, "double-space", off,
             "two blanks, or a blank of no width, that the source does not have", explanation::double_space,
             true},
    RuleInfo{Rule::unsafe_html, "unsafe-html", off, "markup that can run code", explanation::unsafe_html},
    RuleInfo{Rule::max_length, "max-length", off, "the text is longer than the project allows",
             explanation::max_length},
    RuleInfo{Rule::sorted, "sorted", off, "keys are not in order", explanation::sorted, true},
    RuleInfo{Rule::plural_identical, "plural-identical", off, "all plural forms are the same",
             explanation::plural_identical},
    RuleInfo{Rule::forbidden_text, "forbidden-text", off, "a text that the project forbids",
             explanation::forbidden_text},
};

constexpr std::string_view severities[] = {"off", "info", "warning", "error"};

}  // namespace

std::string_view severity_name(Severity severity) noexcept {
  return severities[static_cast<std::size_t>(severity)];
}

Severity parse_severity(std::string_view text) {
  for (std::size_t i = 0; i < std::size(severities); ++i)
    if (severities[i] == text) return static_cast<Severity>(i);
  throw Error(Errc::usage, Message("check.severity", "\"{{text}}\" is no severity: error, warning, info, off",
                                   {{"text", text}}));
}

std::span<const RuleInfo> check_rules() noexcept {
  return table;
}

const RuleInfo& check_rule(std::string_view id) {
  std::vector<std::string> ids;
  for (const RuleInfo& each : table) {
    if (each.id == id) return each;
    ids.emplace_back(each.id);
  }
  const auto guess = nearest(id, ids);
  throw Error(Errc::usage, Message("check.rule", "there is no rule \"{{id}}\"", {{"id", id}}),
              guess ? Message("check.did_you_mean", "did you mean {{id}}?", {{"id", *guess}}) : Message());
}

}  // namespace objectos
