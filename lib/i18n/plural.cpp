#include "i18n/plural.hpp"

#include "objectos/error.hpp"
#include "objectos/i18n.hpp"

namespace objectos {
namespace i18n {

PluralRules::~PluralRules() = default;
PluralData::~PluralData() = default;

std::string_view plural_name(PluralCategory category) noexcept {
  constexpr std::string_view names[] = {"zero", "one", "two", "few", "many", "other"};
  return names[static_cast<std::size_t>(category)];
}

std::optional<PluralCategory> plural_category(std::string_view name) noexcept {
  for (const PluralCategory category : plural_categories) {
    if (plural_name(category) == name) return category;
  }
  return std::nullopt;
}

}  // namespace i18n

std::string_view plural_category(std::string_view locale, std::string_view number) {
  const i18n::Count count = i18n::Count::parse(number);
  const i18n::PluralRules* rules = i18n::plural_data().find(locale);
  if (!rules) {
    throw Error(Errc::usage, Message("i18n.no_plural_rules", "no plural rules are known for \"{{locale}}\"",
                                     {{"locale", locale}}));
  }
  return i18n::plural_name(rules->of(count));
}

}  // namespace objectos
