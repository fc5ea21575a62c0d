#include "lint/plural_facts.hpp"

namespace objectos::lint {
namespace {

// Rules look at the last two or three digits, and each category that several numbers select has two of them
// up to here; a test compares with all numbers up to a million.
constexpr std::uint64_t last_number = 121;

}  // namespace

PluralFacts plural_facts(const i18n::PluralData& data, std::string_view locale, const CheckOptions& options) {
  PluralFacts facts;
  facts.rules = data.find(locale);
  if (!facts.rules) return facts;
  facts.is_known = true;
  if (options.simple_plurals) {
    facts.has = facts.required = facts.reached = {PluralCategory::one, PluralCategory::other};
    facts.single = {PluralCategory::one};
    return facts;
  }
  facts.has = facts.rules->categories();
  std::uint8_t seen[std::size(i18n::plural_categories)] = {};
  bool is_in_one_beyond_1 = false;
  for (std::uint64_t n = 0; n <= last_number; ++n) {
    const PluralCategory category = facts.rules->of(n);
    std::uint8_t& count = seen[static_cast<std::size_t>(category)];
    if (count < 2) ++count;
    if (category == PluralCategory::one && n > 1) is_in_one_beyond_1 = true;
  }
  for (const PluralCategory category : i18n::plural_categories) {
    const std::uint8_t count = seen[static_cast<std::size_t>(category)];
    if (count > 0) facts.reached.add(category);
    if (count == 1) facts.single.add(category);
  }
  facts.required = facts.reached;
  facts.required.add(PluralCategory::other);
  if (options.decimal_plurals && facts.has.has(PluralCategory::many)) {
    for (const char* number : {"0.5", "1.5", "5.5"})
      facts.required.add(facts.rules->of(i18n::Count::parse(number)));
  }
  if (options.large_plurals) facts.required.add(facts.rules->of(std::uint64_t{1'000'000}));
  facts.is_other_only = facts.has == PluralSet{PluralCategory::other};
  facts.one_is_0_and_1 = facts.reached.has(PluralCategory::one) && !is_in_one_beyond_1 &&
                         facts.rules->of(std::uint64_t{0}) == PluralCategory::one;
  return facts;
}

std::string PluralFacts::examples(PluralCategory category) const {
  std::string text;
  int found = 0;
  for (std::uint64_t n = 0; rules && n <= last_number; ++n) {
    if (rules->of(n) != category) continue;
    if (++found > 3) return text + ", …";
    if (!text.empty()) text += ", ";
    text += std::to_string(n);
  }
  return text;
}

}  // namespace objectos::lint
