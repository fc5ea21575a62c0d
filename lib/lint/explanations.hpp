// What each rule says of itself: what it finds, what it leaves alone and why, an example, how to mend it.
// Included by rules.cpp and nowhere else.
#pragma once

namespace objectos::lint::explanation {

inline constexpr char missing_key[] =
    "The source has a key that this locale lacks. The place is the object that should hold it, the related "
    "place is the key in the source. An object that is missing as a whole is one finding, with the number "
    "of keys in it.\n\n"
    "Left alone are plural forms (see plural-required), keys that come from a fallback such as de for "
    "de-AT, and texts that are empty in the source.\n\n"
    "Example: en has {\"cart\": {\"total\": \"Total\"}}, de has {\"cart\": {}}: \"cart.total\" is missing. "
    "Mend it by translating the key; i18n fix --rule missing-key puts it in.";
inline constexpr char missing_file[] =
    "A file of the source has no counterpart in this locale. That is one finding, not one for each key in "
    "it.\n\n"
    "Left alone are locales that have a fallback, and files of the source without keys.\n\n"
    "Example: there are en/cart.json and de/menu.json, but no de/cart.json. Mend it by adding the file.";
inline constexpr char syntax[] =
    "The file is not valid JSON or YAML, or it cannot be read. Several faults of a file are told in one "
    "run, what could be read is checked all the same, and the exit status is 3.\n\n"
    "Keys are not told to be missing from such a file: what it holds is known in part only.\n\n"
    "Example: a comma behind the last member of an object in JSON.";
inline constexpr char encoding[] =
    "Bytes that are no text: a byte order mark, UTF-16, invalid UTF-8, NUL and other control characters. "
    "Some programs refuse such a file, others show the wrong characters.\n\n"
    "Example: \"caf\\xE9\" in a file saved as Latin-1. Mend it by saving the file as UTF-8 without a byte "
    "order mark.";
inline constexpr char duplicate_key[] =
    "A key stands twice in one object. Programs take the last one without a word, so that an edit of the "
    "first has no effect. The related place is the earlier key.\n\n"
    "Left alone are keys that a YAML merge brings in.\n\n"
    "Example: {\"save\": \"Save\", \"save\": \"Keep\"}. Mend it by removing one of them.";
inline constexpr char type_mismatch[] =
    "A text in one file is an object or a list in the other: the program will show a raw object, or fail. "
    "It is one finding, what lies below is not compared.\n\n"
    "Left alone are a plain text where the source has plural forms (see plural-flattened), plural forms "
    "where the source has a text, and YAML values that only look like another type (see yaml-type).\n\n"
    "Example: \"menu\": \"Menu\" in de, \"menu\": {\"open\": \"Open\"} in en.";
inline constexpr char unknown_placeholder[] =
    "The text has a placeholder that the source does not have. The program gives it no value, so people "
    "see the placeholder itself, or an error.\n\n"
    "Left alone are blanks and a dash inside the delimiters, another order, and placeholders that another "
    "plural form of the source has.\n\n"
    "Example: \"Bonjour {{nom}}\" for \"Hello {{name}}\". Mend it by writing the name as in the source: "
    "names of placeholders are not translated.";
inline constexpr char near_placeholder[] =
    "Text that was meant to be a placeholder and is none: other delimiters, a brace too few or too many, "
    "braces of full width, a blank that is no space inside.\n\n"
    "Left alone is what stands in the source in the same way.\n\n"
    "Example: {name} or %{name} where placeholders are written {{name}}. Mend it by writing the delimiters "
    "of the project; i18n fix --rule near-placeholder does where the meaning is certain. A project with "
    "several kinds names each with --delimiters.";
inline constexpr char directive_mismatch[] =
    "A placeholder is formatted in another way than in the source, or no more: an amount without its "
    "currency, a date as a raw number.\n\n"
    "Left alone are the arguments of a directive: the format of a date may differ from language to "
    "language.\n\n"
    "Example: a bare {{price}} where the source has price with the directive currency.";
inline constexpr char plural_required[] =
    "A plural form is missing that the language needs for some number from 0 to 999999, by the rules of "
    "CLDR. Without it the program shows another form, which is wrong, or nothing.\n\n"
    "Left alone are forms for fractions and millions unless i18n.check.decimals or large is set, and those "
    "that the language does not have. Which ones the source has does not matter.\n\n"
    "Example: Russian needs one, few and many; {\"one\": \"{{count}} файл\", \"other\": \"{{count}} "
    "файла\"} lacks few and many. For a program that knows one and other only, set i18n.check.plural_rules "
    "to simple.";
inline constexpr char plural_flattened[] =
    "The source has plural forms here, the translation is one text: it is wrong for some numbers.\n\n"
    "Left alone are languages that have one form only, such as Japanese and Chinese.\n\n"
    "Example: \"{{count}} Dateien\" for {\"one\": \"{{count}} file\", \"other\": \"{{count}} files\"}.";
inline constexpr char html_mismatch[] =
    "A tag of the source is lost, there is another one, or one is opened and not closed. Numbered tags of "
    "components such as <0></0> are tags, too.\n\n"
    "Left alone are order and nesting, <br> and <br/>, and text that only looks like a tag. In Chinese, "
    "Japanese, Korean and Thai a lost <b> or <i> is a warning: they seldom use them.\n\n"
    "Example: \"<b>Achtung\" for \"<b>Warning</b>\".";
inline constexpr char undefined_key[] =
    "Code asks for a key that the source locale does not have, or for keys that begin with something no "
    "key begins with. Looked for only with --usage.\n\n"
    "Left alone is what cannot be told from the code, such as a key in a variable.\n\n"
    "Example: t(\"cart.totl\"). Mend the code, or add the key.";
inline constexpr char coverage[] =
    "A locale has translated a smaller share of the source's keys than --min-coverage or "
    "i18n.check.min_coverage asks for. What a fallback says counts as translated, an empty text does "
    "not.\n\n"
    "Example: --min-coverage fr=95 and 1,840 of 2,000 keys.";
inline constexpr char empty_value[] =
    "The text is empty, or nothing but a filler such as an ellipsis, and that of the source is not. "
    "Nothing else is told of such a key.\n\n"
    "Left alone are separators, which may be nothing in another language. i18n.check.empty makes empty "
    "texts missing keys (as-missing), as exports of some translation services mean them, or nothing "
    "(off).\n\n"
    "Example: \"save\": \"\".";
inline constexpr char extra_key[] =
    "The locale has a key that the source does not have. Mostly it has been removed or renamed there.\n\n"
    "Left alone are plural forms that the language needs, and zero, 0 and 1.\n\n"
    "Example: \"logout\" in de after en has renamed it to \"sign_out\". i18n fix --rule extra-key removes "
    "such keys.";
inline constexpr char dropped_placeholder[] =
    "A placeholder of the source does not stand in the translation. That may be right, but mostly a name "
    "or a number is lost.\n\n"
    "Left alone is the count in plural forms that stand for one number (see plural-count-dropped).\n\n"
    "Example: \"Willkommen!\" for \"Welcome, {{name}}!\". If it is right, ignore it with a reason.";
inline constexpr char plural_unused[] =
    "The language has no such plural form: the text is never shown. Hebrew many, which CLDR has given up, "
    "is an info.\n\n"
    "Left alone are zero, 0 and 1, which are for exactly these numbers in every language.\n\n"
    "Example: one in Japanese. i18n fix --rule plural-unused removes it.";
inline constexpr char plural_count_dropped[] =
    "A plural form that stands for several numbers does not show the number, although the source shows "
    "it.\n\n"
    "Left alone are forms for exactly one number, such as one in English, and one for 0 and 1 where there "
    "is a zero.\n\n"
    "Example: \"one\": \"один файл\" in Russian, where one is also for 21 and 31. A text for exactly 1 has "
    "the key 1.";
inline constexpr char yaml_type[] =
    "YAML reads an unquoted word as something other than a text: no, yes, on and off as booleans, ~ as "
    "nothing, digits as a number.\n\n"
    "Left alone are values that are no text in the source, either.\n\n"
    "Example: \"answer: no\" in Norwegian. Mend it with quotes; i18n fix --rule yaml-type does.";
inline constexpr char edge_whitespace[] =
    "Blanks or line ends at the start or end are lost or added. Texts that are put together by the program "
    "run into each other then.\n\n"
    "Left alone are one newline at the end, which YAML block texts have, separators, and marks of full "
    "width, which hold their blank.\n\n"
    "Example: \"Name:\" for \"Name: \".";
inline constexpr char locale_name[] =
    "The name of the file or of its first key is no language or region, or the two differ.\n\n"
    "Example: jp.json: JP is the country, ja the language. en-UK: the region is GB. A file de.yml whose "
    "first key is \"fr\".";
inline constexpr char ignore_unused[] =
    "An entry of i18n.check.ignore, a comment objectos-ignore or an entry of the baseline does not apply "
    "to anything that is found, or a comment is not heeded because it names no rule or no reason. What is "
    "mended should not stay allowed.\n\n"
    "Left alone are ignores where not everything was looked at: with --since, with single files, or when a "
    "file cannot be read.\n\n"
    "Mend it by removing the entry; --update-baseline does for the baseline.";
inline constexpr char unused_key[] =
    "No code uses the key. Looked for only with --usage.\n\n"
    "Left alone are keys that code may put together, such as t(\"errors.\" + code), and keys that stand "
    "somewhere in the code as a whole string. Plural forms and namespaces count as used through their "
    "base.\n\n"
    "Example: \"old_banner\" after the banner has gone. Mend it by removing the key from all locales.";
inline constexpr char same_as_source[] =
    "The text is the source's, letter by letter, and has at least two words: perhaps it was never "
    "translated.\n\n"
    "Left alone are names, acronyms, URLs, what is only placeholders or markup, single words, and variants "
    "of one language such as en-GB. Further words that are the same everywhere go into "
    "i18n.check.words.\n\n"
    "Example: \"Save your changes\" in de.";
inline constexpr char plural_no_rules[] =
    "CLDR has no plural rules for this language, so its plural forms are not checked. Told once for each "
    "locale.";
inline constexpr char inconsistent[] =
    "One text of the source is translated in two ways in a locale. That may be right: \"Open\" is a verb "
    "here, an adjective there.\n\n"
    "Example: \"Settings\" is \"Einstellungen\" in one place and \"Optionen\" in another.";
inline constexpr char stale[] =
    "The source's text has changed and the translation has not: it may say what was true before. Told only "
    "with --since, of what has changed after that revision.\n\n"
    "Example: en has changed \"30 days\" to \"14 days\", de still says \"30 Tage\". Mend it by looking at "
    "the text again; if it is still right, ignore it with a reason.";
inline constexpr char placeholder_multiplicity[] =
    "A placeholder stands more or less often than in the source. Mostly the language wants it so.\n\n"
    "Example: \"{{name}} und {{name}}\" for \"{{name}}\".";
inline constexpr char end_punctuation[] =
    "The last punctuation mark means something other than the source's: a question without its mark, a "
    "sentence without a full stop. Marks of other scripts count as what they mean; languages that end "
    "sentences without a mark are left alone. Off unless it is set.\n\n"
    "Example: \"Speichern\" for \"Save?\".";
inline constexpr char double_space[] =
    "Two blanks in a row, or a blank of no width, where the source has none. Off unless it is set.\n\n"
    "Example: \"Guten  Tag\". i18n fix --rule double-space mends it.";
inline constexpr char unsafe_html[] =
    "Markup that can run code when a page shows it: script and frame elements, attributes for events, "
    "javascript: URLs. Off unless it is set; for projects that let others translate.\n\n"
    "Example: \"<img src=x onerror=alert(1)>\".";
inline constexpr char max_length[] =
    "A text has more characters than i18n.check.max_length allows for its key. Characters are Unicode code "
    "points; placeholders count as they are written. On when there is a limit.\n\n"
    "Example: {\"max_length\": {\"buttons.*\": 20}}.";
inline constexpr char sorted[] =
    "Keys are not in ascending order. An object of plural forms is in order as zero, one, two, few, many, "
    "other; keys of digits are left alone, since JavaScript puts them first in any case. Off unless it is "
    "set.\n\n`objectos i18n fix --rule sorted` moves members with their comments; objects with merge keys or "
    "aliases stay as they are.";
inline constexpr char plural_identical[] =
    "All plural forms of a key have the same text: perhaps they were copied. In some languages that is "
    "right. Off unless it is set.";
inline constexpr char forbidden_text[] =
    "A text holds something that i18n.check.forbidden names: an old product name, a word that the project "
    "avoids. Each entry is a pattern, found anywhere in a text. On when there is an entry.\n\n"
    "Example: {\"forbidden\": [\"TODO\"]}.";

}  // namespace objectos::lint::explanation
