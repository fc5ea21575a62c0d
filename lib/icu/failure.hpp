// Errors of ICU as ours.
#pragma once

#include <unicode/utypes.h>

namespace objectos::icu {

/// Throws Error if `status` is a failure: unavailable for data that cannot be read, else internal. `what` is
/// the operation, for the message.
void check(UErrorCode status, const char* what);

}  // namespace objectos::icu
