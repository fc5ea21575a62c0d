// Which names are names of locales.
#pragma once

#include <string_view>

namespace objectos::lint {

/// A code of ISO 639, in any case.
bool is_language(std::string_view code);
/// A country's code of ISO 3166, or three digits (UN M49).
bool is_region(std::string_view code);
/// "ja" of "jp": the language that people mean when they write a country's code which is none of a language.
std::string_view language_meant(std::string_view country);

/// True for a file's or directory's name (without its end) that stands for a locale: `de`, `pt-BR`,
/// `zh_Hant_TW`, but not `percentages` or `ui`.
bool names_locale(std::string_view stem);

}  // namespace objectos::lint
