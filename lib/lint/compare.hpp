// One file of a locale beside its counterpart of the source locale.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "lint/findings.hpp"
#include "lint/outline.hpp"
#include "lint/plural_facts.hpp"
#include "lint/text_marks.hpp"

namespace objectos::lint {

/// What a locale is, beside what it says.
struct LocaleFacts {
  std::string locale;
  PluralFacts plurals;
  bool inherits = false;              ///< what it lacks comes from another locale that is there
  bool is_variant_of_source = false;  ///< `en-GB` beside `en`
};

/// How much of the source a locale has.
struct Coverage {
  std::size_t keys = 0;  ///< of the source
  std::size_t translated = 0;
  std::size_t empty = 0;
};

/// What all comparisons share. Thread safe.
struct CheckContext {
  CheckContext(const CheckOptions& check_options, const Delimiters& all)
      : options(check_options), delimiters(all), marks(all) {}
  const CheckOptions& options;
  const Delimiters& delimiters;
  MarkScan marks;
};

/// Finds what differs; adds to `coverage`.
void compare_files(const CheckContext& context, const Outline& source, const Outline& target,
                   const LocaleFacts& facts, Findings& findings, Coverage& coverage);

/// What can be wrong with one file alone: faults, duplicates, order, its plural forms.
void check_file(const CheckContext& context, const Outline& outline, const LocaleFacts& facts, bool is_source,
                Findings& findings);

/// What can be wrong with a text alone.
void check_text_alone(const CheckContext& context, std::string_view text, std::string_view key, Where where,
                      Findings& findings);

/// Two texts of one key. `source` is what stands in the source; `key` that of the finding.
struct TextPair {
  std::string_view source;
  std::string_view target;
  const std::string& key;
  Where source_where;
  Where target_where;
  /// All forms of the source, where it has some: what one of them holds, another may.
  std::vector<std::string_view> source_forms{};
  bool checks_dropped = true;
  bool checks_count = true;  ///< false: that of a plural node is looked at elsewhere
};
void compare_texts(const CheckContext& context, const TextPair& pair, const LocaleFacts& facts,
                   Findings& findings);

/// Nothing, blanks, or a filler such as `…`.
bool is_untranslated(std::string_view text);

}  // namespace objectos::lint
