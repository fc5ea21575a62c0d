// What the module `icu` hands out.
#pragma once

#include "i18n/plural.hpp"

namespace objectos::icu {

struct Exports {
  const i18n::PluralData& (*plural_data)();
};

}  // namespace objectos::icu
