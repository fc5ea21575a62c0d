// What the plural rules of a language mean for translations.
#pragma once

#include <string>

#include "i18n/plural.hpp"
#include "objectos/i18n_check.hpp"

namespace objectos::lint {

using i18n::PluralCategory;
using i18n::PluralSet;

struct PluralFacts {
  bool is_known = false;       ///< CLDR has rules for the language; else nothing below holds
  PluralSet has;               ///< categories of the language
  PluralSet required;          ///< those that a count can select, and `other`
  PluralSet single;            ///< those that select exactly one whole number
  PluralSet reached;           ///< those that whole numbers select
  bool is_other_only = false;  ///< as Japanese: there is nothing to choose
  bool one_is_0_and_1 = false;
  /// "2, 3, 4, …": numbers that select it; "" if whole numbers do not.
  std::string examples(PluralCategory category) const;

  const i18n::PluralRules* rules = nullptr;
};

PluralFacts plural_facts(const i18n::PluralData& data, std::string_view locale, const CheckOptions& options);

}  // namespace objectos::lint
