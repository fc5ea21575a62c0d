// Translations: texts by key and locale, plural forms, numbers and dates as people write them.
#pragma once

#include <string_view>

#include "objectos/api.hpp"

namespace objectos {

/// The plural category of CLDR ("one", "few", …) that `number` takes in the language of `locale`. The number
/// is written in decimal digits: "1.0" is `other` in English where "1" is `one`. Thread safe.
///
/// Error(usage) for anything but a number, and where no rules for the language are known; Error(unavailable)
/// if the module `icu` is not installed.
OBJECTOS_API std::string_view plural_category(std::string_view locale, std::string_view number);

}  // namespace objectos
