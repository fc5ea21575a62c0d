#include "commands/i18n.hpp"
#include "commands/tables.hpp"

namespace objectos::cli {
namespace {

constexpr Option locale{"--locale", 0,
                        "TAG",      "the locale, such as en or pt-BR (default: i18n.default_locale)",
                        nullptr,    Live::locale};

// ---- plural
constexpr Positional plural_words[] = {
    {"N", Arity::one, "the number, in decimal digits; a negative one stands behind --"}};
constexpr Option locale_only[] = {locale};
constexpr Example plural_examples[] = {
    {"objectos i18n plural 5 --locale ru", "print many"},
    {"objectos i18n plural 1.0 --locale en", "print other: it is not the same as 1"}};

constexpr Command commands[] = {
    {"plural", "print the plural category of a number",
     "Prints which of the categories zero, one, two, few, many and other the number takes in the locale's "
     "language, by the rules of CLDR that ICU has. Decimals count as they are written. A language without "
     "rules is an error (exit status 2).",
     plural_words, locale_only, plural_examples, nullptr, i18n::plural},
};

}  // namespace

const Group i18n_group{
    "i18n", "translations: texts, plural forms, numbers and dates",
    "Translates texts, with plural forms and formatted values as each language wants them, "
    "and checks the files that hold them. Plural rules and formats are ICU's.",
    commands};

}  // namespace objectos::cli
