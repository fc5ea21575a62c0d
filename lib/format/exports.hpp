// What the module `format` hands out.
#pragma once

#include "i18n/formats.hpp"

namespace objectos::format {

struct Exports {
  const i18n::Formats& (*formats)();
};

}  // namespace objectos::format
