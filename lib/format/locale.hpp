// Our locales and texts as ICU's.
#pragma once

#include <unicode/locid.h>
#include <unicode/unistr.h>

#include <string>
#include <string_view>

namespace objectos::format {

/// Error(usage) if ICU has no formats for the language: it would take those of the process's own.
::icu::Locale known_locale(std::string_view tag);

std::string utf8_of(const ::icu::UnicodeString& text);

}  // namespace objectos::format
