// The linter on texts from anybody: a file beside itself has nothing wrong with it that a comparison could
// find; any two files can be compared, and every finding lies in the file.
#include <algorithm>

#include "fuzz.hpp"
#include "lint/compare.hpp"

using namespace objectos;
using namespace objectos::lint;

namespace {

std::vector<Finding> compared(const TranslationFile& source, std::string_view language,
                              const TranslationFile& target, const CheckOptions& options) {
  const Delimiters delimiters{{"{{", "}}"}, {"%{", "}"}};
  const Outline from(source, language, options, nullptr);
  const Outline to(target, "de", options, &from);
  LocaleFacts facts;
  facts.locale = "de";
  Findings findings(options, "de");
  Coverage coverage;
  compare_files({options, delimiters}, from, to, facts, findings, coverage);
  check_file({options, delimiters}, to, facts, false, findings);
  MUST_HOLD(coverage.translated + coverage.empty <= coverage.keys);
  return std::move(findings.list());
}

bool is_of_comparison(Rule rule) {
  switch (rule) {
    case Rule::missing_key:
    case Rule::extra_key:
    case Rule::type_mismatch:
    case Rule::unknown_placeholder:
    case Rule::near_placeholder:
    case Rule::directive_mismatch:
    case Rule::html_mismatch:
    case Rule::dropped_placeholder:
    case Rule::edge_whitespace:
    case Rule::placeholder_multiplicity:
    case Rule::end_punctuation:
    case Rule::double_space: return true;
    default: return false;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const std::string_view text = as_text(data + 1, size - 1);
  const auto format = data[0] & 1 ? i18n::FileFormat::yaml : i18n::FileFormat::json;
  const auto cut = std::min(text.find('\x1E'), text.size());  // a character that neither format knows
  const auto source = TranslationFile::parse("en", std::string(text.substr(0, cut)), format);
  const auto target =
      TranslationFile::parse("de", std::string(text.substr(std::min(cut + 1, text.size()))), format);
  CheckOptions options;
  options.plurals = static_cast<PluralShape>((data[0] >> 1) % 3);
  for (const RuleInfo& rule : check_rules()) options.rules[rule.rule] = Severity::error;
  for (const Finding& finding : compared(*source, "en", *target, options)) {
    MUST_HOLD(finding.place.line >= 1 && finding.place.column >= 1 && !finding.message.text().empty());
    MUST_HOLD(
        finding.place.line < finding.place.end_line ||
        (finding.place.line == finding.place.end_line && finding.place.column <= finding.place.end_column));
    MUST_HOLD(finding.fingerprint().size() == 16);
  }
  // In one language: "de" as the first key is the language's own in both.
  for (const Finding& finding : compared(*source, "de", *source, options))
    MUST_HOLD(!is_of_comparison(finding.rule));
  return 0;
}
