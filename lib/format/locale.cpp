#include "format/locale.hpp"

#include <unicode/localpointer.h>
#include <unicode/ures.h>

#include <algorithm>

#include "icu/failure.hpp"
#include "objectos/error.hpp"

namespace objectos::format {
namespace {

bool has_formats(const ::icu::Locale& locale) {
  if (locale.isBogus() || *locale.getLanguage() == '\0') return false;
  UErrorCode status = U_ZERO_ERROR;
  const ::icu::LocalUResourceBundlePointer bundle(::ures_open(nullptr, locale.getName(), &status));
  return U_SUCCESS(status) && status != U_USING_DEFAULT_WARNING;
}

}  // namespace

::icu::Locale known_locale(std::string_view tag) {
  std::string text(tag);
  std::replace(text.begin(), text.end(), '_', '-');
  UErrorCode status = U_ZERO_ERROR;
  const ::icu::Locale locale = ::icu::Locale::forLanguageTag(text, status);
  if (U_SUCCESS(status) && has_formats(locale)) return locale;
  throw Error(Errc::usage,
              Message("icu.unknown_locale", "no formats are known for \"{{locale}}\"", {{"locale", tag}}));
}

std::string utf8_of(const ::icu::UnicodeString& text) {
  std::string out;
  text.toUTF8String(out);
  return out;
}

}  // namespace objectos::format
