// The linter of translations: every locale is compared with the source locale, and what is wrong is told with
// its place and its reason.
//
//   objectos::CheckOptions options;
//   options.paths = {"locales"};
//   for (const objectos::Finding& finding : objectos::check_translations(options).findings) …
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "objectos/api.hpp"
#include "objectos/config.hpp"
#include "objectos/error.hpp"

namespace objectos {

/// In rising order.
enum class Severity : std::uint8_t { off, info, warning, error };
/// "off", "info", "warning", "error".
OBJECTOS_API std::string_view severity_name(Severity severity) noexcept;
/// Error(usage) for any other word.
OBJECTOS_API Severity parse_severity(std::string_view text);

enum class Rule : std::uint8_t {
  // error
  missing_key,
  missing_file,
  syntax,
  encoding,
  duplicate_key,
  type_mismatch,
  unknown_placeholder,
  near_placeholder,
  directive_mismatch,
  plural_required,
  plural_flattened,
  html_mismatch,
  undefined_key,
  coverage,
  // warning
  empty_value,
  extra_key,
  dropped_placeholder,
  plural_unused,
  plural_count_dropped,
  yaml_type,
  edge_whitespace,
  locale_name,
  ignore_unused,
  unused_key,
  // info
  same_as_source,
  plural_no_rules,
  inconsistent,
  stale,
  placeholder_multiplicity,
  // off
  end_punctuation,
  double_space,
  unsafe_html,
  max_length,
  sorted,
  plural_identical,
  forbidden_text,
};

struct RuleInfo {
  Rule rule;
  std::string_view id;  ///< "missing-key"
  Severity severity;    ///< unless it is set otherwise
  const char* summary;  ///< one line, no full stop
  /// What it finds, what it leaves alone and why, an example of a defect and how to mend it; in paragraphs.
  const char* explanation;
  bool can_fix = false;  ///< `i18n fix` mends it
};
/// All rules, in the order of `Rule`.
OBJECTOS_API std::span<const RuleInfo> check_rules() noexcept;
/// The rule of that id. Error(usage) that names the nearest one for any other word.
OBJECTOS_API const RuleInfo& check_rule(std::string_view id);

/// A stretch of a file, for people and for machines. Lines and columns count from 1, columns in characters
/// (Unicode code points); the end is the first character that no longer belongs to it.
struct FilePlace {
  std::string file;
  std::uint32_t line = 1;
  std::uint32_t column = 1;
  std::uint32_t end_line = 1;
  std::uint32_t end_column = 1;
};

struct Finding {
  Rule rule;
  Severity severity;
  std::string locale;
  std::string key;  ///< dotted from the root; a nested plural form is "node.form"; "" for a whole file
  Message message;
  FilePlace place;
  std::optional<FilePlace> source;  ///< the related place: of the source text, or of the first of two keys
  std::string line_text;            ///< the line that `place` begins on, without its end

  /// 16 hexadecimal digits, the same as long as rule, locale, key and file are: lines change with every edit.
  OBJECTOS_API std::string fingerprint() const;
};

/// A finding that is wanted as it is.
struct CheckIgnore {
  std::string rule;    ///< an id, or "*"
  std::string key;     ///< a glob over keys
  std::string locale;  ///< a glob over locales
  std::string reason;  ///< not empty
  FilePlace place;     ///< of the entry itself, for the finding that it is unused
};

enum class PluralShape : std::uint8_t { automatic, nested, suffix };
enum class EmptyMode : std::uint8_t { warns, as_missing, off };

struct CheckOptions {
  /// Directories (`LOCALE.json`, `LOCALE/NAMESPACE.yml`, `NAMESPACE.LOCALE.yml`, found by themselves) or
  /// files.
  std::vector<std::string> paths;
  std::string source;  ///< a locale; empty: `en`, else one of `en-*`
  std::vector<std::pair<std::string, std::string>> delimiters{{"{{", "}}"}};
  PluralShape plurals = PluralShape::automatic;
  bool simple_plurals = false;   ///< the runtime knows `one` and `other` only
  bool decimal_plurals = false;  ///< counts may have decimals
  bool large_plurals = false;    ///< counts may be millions
  std::vector<std::string> count_names{"count"};
  EmptyMode empty = EmptyMode::warns;
  std::map<Rule, Severity> rules;                                ///< instead of the default
  std::map<std::string, std::map<Rule, Severity>> locale_rules;  ///< for one locale, over `rules`
  std::map<std::string, std::string> fallback;                   ///< locale → the one it inherits from
  std::vector<CheckIgnore> ignores;
  std::map<std::string, double> min_coverage;      ///< locale, or "*" → per cent
  std::vector<std::string> allowed_words;          ///< may be the same in all languages
  std::vector<std::string> forbidden_texts;        ///< globs
  std::map<std::string, std::size_t> max_lengths;  ///< glob over keys → characters
  std::vector<std::string> usage;                  ///< globs of source files
  std::vector<std::string> calls;                  ///< see UsageOptions
  /// The text of a file as it was before, by its path; nothing: there was none. If this is set, only findings
  /// about keys are told that have changed since then, in the source or in the locale. Called from several
  /// threads.
  std::function<std::optional<std::string>(const std::string& path)> before;
  std::string baseline;  ///< a file of known findings; not for check_translations, see Baseline
  unsigned jobs = 0;  ///< threads; 0: as many as there are processors
};

/// What the configuration says: `i18n.check.*`, the delimiters, and `i18n.locales` as the one path, which
/// begins at the working directory if it can. Error(usage) with file, line and column; of an objectos.json
/// that was found also for files outside its directory, because it may be a stranger's.
OBJECTOS_API CheckOptions check_options(const Config& config);

/// How much of the source's keys a locale has.
struct LocaleCoverage {
  std::string locale;
  std::size_t keys = 0;        ///< of the source
  std::size_t translated = 0;  ///< by itself or by the locale it inherits from
  std::size_t empty = 0;       ///< there, and without a text
  std::size_t missing() const noexcept { return keys - translated - empty; }
  double per_cent() const noexcept {
    return keys == 0 ? 100.0 : 100.0 * static_cast<double>(translated) / static_cast<double>(keys);
  }
};

struct CheckReport {
  std::size_t files = 0;
  std::size_t locales = 0;
  std::size_t keys = 0;                  ///< of the source
  bool is_incomplete = false;            ///< a file could not be read or parsed
  std::string cldr_version;              ///< of the plural rules; "" if none were needed
  std::string source;                    ///< the source locale
  std::vector<LocaleCoverage> coverage;  ///< by locale, without the source
  std::vector<Finding> findings;         ///< by file, line, column, rule

  OBJECTOS_API std::size_t count(Severity severity) const noexcept;
};

/// Reads the files and checks them. What is wrong in them is a finding. Error(usage) where there is nothing
/// to check or no source locale, Error(unavailable or denied) for a directory that cannot be read or a module
/// that is missing.
OBJECTOS_API CheckReport check_translations(const CheckOptions& options);

}  // namespace objectos
