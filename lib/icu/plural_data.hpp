// Plural rules by ICU.
#pragma once

#include "i18n/plural.hpp"

namespace objectos::icu {

/// Of the whole process. Error(unavailable) if ICU's data cannot be read.
const i18n::PluralData& plural_data();

}  // namespace objectos::icu
