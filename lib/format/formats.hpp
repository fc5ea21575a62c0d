// Numbers, dates and lists by ICU.
#pragma once

#include "i18n/formats.hpp"

namespace objectos::format {

/// Of the whole process.
const i18n::Formats& formats();

}  // namespace objectos::format
