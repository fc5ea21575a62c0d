#include "commands/i18n.hpp"
#include "commands/tables.hpp"

namespace objectos::cli {
namespace {

constexpr Option locale{"--locale", 0,
                        "TAG",      "the locale, such as en or pt-BR (default: i18n.default_locale)",
                        nullptr,    Live::locale};
constexpr Option locale_only[] = {locale};

// ---- t
constexpr Positional translate_words[] = {
    {"KEY", Arity::one, "the key, with dots between its parts", nullptr, Live::translation}};
constexpr Option translate_options[] = {
    locale,
    {"--param", 'p', "NAME=VALUE", "what the placeholder NAME stands for; given again it is a list", nullptr,
     Live::none, true},
    {"--count", 0, "N", "choose the plural form of this number, which the placeholder count stands for"},
    {"--default", 0, "TEXT", "print TEXT if there is no translation, and exit with 1 all the same"}};
constexpr Example translate_examples[] = {
    {"objectos i18n t cart.title --locale de", "print a text"},
    {"objectos i18n t cart.items --count 3 -p name=Ada", "print the plural form, with a name in it"},
    {"objectos i18n t greeting --default Hello", "have a text in any case"}};

// ---- format
constexpr Positional format_words[] = {
    {"KIND", Arity::one, "what VALUE is", "number|currency|percent|date|time|datetime|relative|list"},
    {"VALUE", Arity::many, "the value, for list the items; a negative one stands behind --"}};
constexpr Option format_options[] = {
    locale,
    {"--style", 0, "STYLE", "how much is said: short, medium, long or full", "short|medium|long|full"},
    {"--currency", 0, "CODE", "the currency of an amount, such as EUR"},
    {"--time-zone", 0, "ZONE", "show times of this zone, such as Europe/Berlin (default: the system's)"}};
constexpr Example format_examples[] = {
    {"objectos i18n format number 1234567.5 --locale de", "print 1.234.567,5"},
    {"objectos i18n format currency 9.5 --currency EUR --locale fr", "print an amount of money"},
    {"objectos i18n format date 2024-01-15 --style full --locale en", "print Monday, January 15, 2024"},
    {"objectos i18n format relative --locale en -- -3h", "print 3 hours ago"},
    {"objectos i18n format list Ada Grace Edsger --locale en", "print Ada, Grace, and Edsger"}};

// ---- plural, keys, locales
constexpr Positional plural_words[] = {
    {"N", Arity::one, "the number, in decimal digits; a negative one stands behind --"}};
constexpr Example plural_examples[] = {
    {"objectos i18n plural 5 --locale ru", "print many"},
    {"objectos i18n plural 1.0 --locale en", "print other: it is not the same as 1"}};
constexpr Positional keys_words[] = {{"PATTERN", Arity::optional,
                                      "only keys that match this pattern (default: all)", nullptr,
                                      Live::translation}};
constexpr Example keys_examples[] = {{"objectos i18n keys 'cart.*'", "list the keys of one part"}};
constexpr Example locales_examples[] = {{"objectos i18n locales", "see which languages there are"}};

// ---- check
constexpr Positional check_words[] = {{"PATH", Arity::any,
                                       "a directory of translations, or files (default: i18n.locales)",
                                       nullptr, Live::file}};
constexpr Option check_options[] = {
    {"--source", 0, "LOCALE", "compare with this locale (default: en, else en-*)", nullptr, Live::locale},
    {"--format", 0, "FORMAT",
     "what is printed: text (the default), json, a finding a line, or what CI servers read",
     "text|json|jsonl|sarif|github|gitlab|junit|checkstyle"},
    {"--fail-on", 0, "SEVERITY", "the least severity that makes the exit status 1 (default: error)",
     "error|warning|info"},
    {"--rule", 0, "ID=SEVERITY", "how grave a rule is: error, warning, info or off; may be repeated", nullptr,
     Live::rule_severity, true},
    {"--baseline", 0, "FILE", "do not tell of the findings that FILE lists", nullptr, Live::file},
    {"--update-baseline", 0, nullptr, "take what is mended out of the baseline; make it if there is none"},
    {"--since", 0, "REV", "tell only of what has changed after this revision of git"},
    {"--min-coverage", 0, "LOCALE=PERCENT",
     "least share of translated keys; * is every locale; may be repeated", nullptr, Live::none, true},
    {"--usage", 0, "GLOB",
     "source files, to find keys that no code uses or that are missing; may be repeated", nullptr, Live::file,
     true},
    {"--delimiters", 0, "OPEN,CLOSE",
     "what encloses a placeholder (default: i18n.delimiters); may be repeated", nullptr, Live::none, true},
    {"--plurals", 0, "SHAPE", "how plural forms are written (default: auto)", "nested|suffix|auto"},
    {"--jobs", 'j', "N", "read N files at once (default: one for each processor)"},
    {"--explain", 0, "RULE", "print what a rule finds, what it leaves alone, and how to mend it", nullptr, Live::rule},
    {"--list-rules", 0, nullptr, "print all rules and how grave they are"}};
constexpr Example check_examples[] = {
    {"objectos i18n check locales", "check all translations; exit status 1 if there are errors"},
    {"objectos i18n check --fail-on warning --rule same-as-source=off", "be strict, but not with one rule"},
    {"objectos i18n check --delimiters %{,} config/locales", "check a Rails project"},
    {"objectos i18n check --baseline i18n-baseline.json --update-baseline",
     "begin with what is there already"},
    {"objectos i18n check --format sarif > i18n.sarif", "hand the findings to code scanning"},
    {"objectos i18n check --explain plural-required", "ask what a rule means"}};

// ---- usage, stats, fix
constexpr Option source{
    "--source", 0,
    "LOCALE",   "the locale that the others are translated from (default: en, else one of en-*)",
    nullptr,    Live::locale};
constexpr Option source_only[] = {source};
constexpr Positional usage_words[] = {{"GLOB", Arity::many,
                                       "source code: a file, a directory, or a pattern with **, *, {ts,tsx}",
                                       nullptr, Live::file}};
constexpr Example usage_examples[] = {
    {"objectos i18n usage 'src/**/*.{ts,tsx}'", "see which keys the code uses"},
    {"objectos i18n usage --json app lib | jq -r '.unused[]'", "list keys that no code uses"}};
constexpr Positional path_words[] = {{"PATH", Arity::any,
                                      "directories or files of translations (default: i18n.locales)", nullptr,
                                      Live::file}};
constexpr Example stats_examples[] = {
    {"objectos i18n stats", "see how far the translations are"},
    {"objectos i18n stats --json | jq -r 'select(.coverage < 90).locale'", "list locales below 90 per cent"}};
constexpr Option fix_options[] = {
    source,
    {"--rule", 0, "ID", "mend what this rule of i18n check finds, and nothing else; may be repeated", nullptr,
     Live::fixable_rule, true},
    {"--dry-run", 0, nullptr, "print what would change as a diff, and change nothing"}};
constexpr Example fix_examples[] = {
    {"objectos i18n fix --dry-run", "see what would change"},
    {"objectos i18n fix --rule extra-key --rule plural-unused", "remove what is of no use"}};

constexpr Command commands[] = {
    {"t", "print a translation",
     "Prints the text of KEY in the locale; if that lacks it, in the language without the country, then in "
     "i18n.fallback_locale. Files are those of the directory i18n.locales: LOCALE.json, LOCALE.yml, or "
     "LOCALE/NAMESPACE.json with the keys NAMESPACE.KEY, also written NAMESPACE:KEY. Only those that may "
     "hold the key "
     "are opened.\n\n"
     "A placeholder in the text, a name between double braces, stands for the value of --param NAME=VALUE; "
     "without one it "
     "stays. A directive behind the name, after a comma or a bar, formats the value: number, percent, "
     "currency:EUR, date, "
     "time, datetime, relative, list, or with a style such as date:long. Times are RFC 3339. A value that "
     "cannot be "
     "formatted is printed as it is, with a warning.\n\n"
     "With --count the form of a plural text is printed: the member 0 or 1, or zero for 0, if it is there; "
     "else that of "
     "the number's category in the text's language; else other.\n\n"
     "Items of a list in a file are the keys KEY.0, KEY.1. With --json, fallback is the locale that the text "
     "is of "
     "if it is another one.",
     translate_words, translate_options, translate_examples, "there is no translation", i18n::translate},
    {"format", "print a number, a date or a list as a language writes it",
     "VALUE is a number in decimal digits, of which all decimals are printed; for dates and times RFC 3339 "
     "or a date "
     "such as 2024-01-15; for relative one of these or a time from now such as 3h, in the past behind a "
     "dash. "
     "percent prints 0.25 as 25%.\n\n"
     "--style: of dates and times short to full, else medium. Of numbers and amounts short and long are "
     "compact, 1.2K "
     "and 1.2 thousand; full names the currency. Of relative and list, short is abbreviated.",
     format_words, format_options, format_examples, nullptr, i18n::format},
    {"plural", "print the plural category of a number",
     "Prints which of the categories zero, one, two, few, many and other the number takes in the locale's "
     "language, by the rules of CLDR that ICU has. Decimals count as they are written. A language without "
     "rules is an error (exit status 2).",
     plural_words, locale_only, plural_examples, nullptr, i18n::plural},
    {"keys", "list the keys of a locale",
     "Lists the keys that the locale itself has, in ascending order of their bytes. One with plural forms is "
     "listed "
     "once, without them. The pattern is a glob over the whole key: * any run, also across dots.",
     keys_words, locale_only, keys_examples, nullptr, i18n::keys, Touches::itself, true},
    {"locales",
     "list locales",
     "Prints a line for each locale in the directory i18n.locales: its name, how many files it has and how "
     "many keys, "
     "with tabs between them.",
     {},
     {},
     locales_examples,
     nullptr,
     i18n::locales,
     Touches::itself,
     true},
    {"check", "check translation files",
     "Compares every locale with the source and prints what is wrong, each finding with its place. Files "
     "are found by their names: LOCALE.json, LOCALE.yml, LOCALE/NAMESPACE.json, NAMESPACE.LOCALE.yml. "
     "Which plural forms a language needs is told by CLDR.\n\n"
     "Settings are the keys i18n.check of the configuration (man objectos-config); options win. Findings "
     "that are wanted as they are stand in i18n.check.ignore, or in a YAML file behind a comment: # "
     "objectos-ignore RULE: reason. It is about the line that it stands on, or about the key that "
     "follows.\n\n"
     "A baseline is a file of findings that are known and not told of. --update-baseline takes out what is "
     "found no more, and adds nothing unless the file does not exist yet.\n\n"
     "The formats sarif, github, gitlab, junit and checkstyle are for CI servers and in English. A file "
     "that cannot be read or parsed is a finding, the others are still checked, and the exit status is 3.",
     check_words, check_options, check_examples, "there are findings at or above --fail-on", i18n::check},
    {"usage", "compare keys with source code",
     "Looks for calls such as t(\"cart.title\") in source code (JavaScript, TypeScript, Vue, Svelte, Ruby, "
     "Python, PHP, C++ "
     "and others, by the file's name) and prints a line for each key of the source locale: used, unused or "
     "undeterminable, "
     "and for each place that asks for a key which there is not: undefined, with file, line and column. Tabs "
     "are between "
     "them.\n\n"
     "Undeterminable is what the code may put together when it runs: t(\"errors.\" + code) may mean each key "
     "that begins "
     "with errors. ; where no key does, that is undefined. A key also counts as used where it stands in "
     "quotes by itself. "
     "Comments count as nothing. Plural forms are one key, and the namespace of a key may be named or left "
     "out.\n\n"
     "A directory stands for the source code below it, without hidden directories and node_modules. A file "
     "that cannot be "
     "read is named on standard error, and the exit status is 3.",
     usage_words, source_only, usage_examples, "the code uses a key that there is not", i18n::usage},
    {"stats", "print how much is translated",
     "Prints for each locale but the source: its name, how many keys the source has, how many of them are "
     "translated, "
     "missing, and empty, and the translated ones in per cent, rounded down. A plural node is one key. What "
     "a locale such as "
     "pt-BR takes from pt counts as translated. On a terminal it is a table, else tabs are between the "
     "numbers.",
     path_words, source_only, stats_examples, nullptr, i18n::stats, Touches::itself, true},
    {"fix", "mend translation files",
     "Mends what i18n check finds and what needs no translator, in the bytes that are wrong: order, "
     "indentation, comments, "
     "quotes and line ends of all the rest stay. Prints a line for each file that has changed: its name and "
     "how many findings "
     "are gone.\n\n"
     "Unless --rule says otherwise these are mended: missing-key (with the source's text, at the source's "
     "place, plural forms "
     "by the rules of the language), near-placeholder, edge-whitespace, yaml-type. Only when named: "
     "extra-key, plural-unused, "
     "plural-required (with the text of the nearest form), double-space.\n\n"
     "Each file is replaced as a whole or not at all. One that cannot be parsed is left alone and named on "
     "standard error, "
     "the others are mended, and the exit status is 3.",
     path_words, fix_options, fix_examples, nullptr, i18n::fix},
};

}  // namespace

const Group i18n_group{
    "i18n", "translations: texts, plural forms, numbers and dates",
    "Translates texts, with plural forms and formatted values as each language wants them, and checks the "
    "files that hold them. Plural rules and formats are ICU's.\n\n"
    "Locales are language tags such as pt-BR; upper and lower case are the same, and so are - and _. The "
    "language of this program's own messages is another matter: --lang.",
    commands};

}  // namespace objectos::cli
