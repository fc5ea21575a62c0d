// What the linter derives from the numbers 0 to 121 holds for all numbers up to a million, in every language.
#include <map>
#include <string>

#include "catch.hpp"
#include "lint/plural_facts.hpp"

using namespace objectos;
using namespace objectos::lint;

TEST_CASE("what few numbers tell of a language holds for all", "[check]") {
  // A language for each set of rules that CLDR has for whole numbers, and those with odd ones.
  const i18n::PluralData& data = i18n::plural_data();
  for (const char* locale :
       {"en",  "fr",  "pt", "pt-PT", "es",  "it",  "ja", "ru", "uk", "pl",  "cs", "lt", "lv",  "ro",
        "sr",  "hr",  "be", "he",    "ar",  "cy",  "ga", "gd", "gv", "br",  "mt", "sl", "dsb", "kw",
        "ksh", "lag", "is", "mk",    "fil", "tzm", "da", "si", "hi", "shi", "iu", "bg", "fa",  "sc"}) {
    CAPTURE(locale);
    const PluralFacts facts = plural_facts(data, locale, {});
    REQUIRE(facts.is_known);
    std::map<PluralCategory, int> seen;
    bool one_is_0_and_1 = true;
    for (std::uint64_t n = 0; n < 1'000'000; ++n) {
      const PluralCategory category = facts.rules->of(n);
      ++seen[category];
      if ((category == PluralCategory::one) != (n < 2)) one_is_0_and_1 = false;
    }
    for (const PluralCategory category : i18n::plural_categories) {
      CAPTURE(static_cast<int>(category));
      CHECK(facts.reached.has(category) == (seen[category] > 0));
      CHECK(facts.single.has(category) == (seen[category] == 1));
      CHECK(facts.required.has(category) == (seen[category] > 0 || category == PluralCategory::other));
    }
    CHECK(facts.one_is_0_and_1 == one_is_0_and_1);
  }
}
