// Errors of ICU as ours, for both modules that use it.
#pragma once

#include <unicode/utypes.h>

#include "objectos/error.hpp"

namespace objectos::icu {

/// Throws Error if `status` is a failure: unavailable for data that cannot be read, else internal. `what` is
/// the operation, for the message.
inline void check(UErrorCode status, const char* what) {
  if (U_SUCCESS(status)) return;
  const bool is_missing = status == U_MISSING_RESOURCE_ERROR || status == U_FILE_ACCESS_ERROR ||
                          status == U_INVALID_FORMAT_ERROR || status == U_MEMORY_ALLOCATION_ERROR;
  throw Error(is_missing ? Errc::unavailable : Errc::internal,
              Message("icu.failed", "ICU cannot {{what}}: {{reason}}",
                      {{"what", what}, {"reason", u_errorName(status)}}));
}

}  // namespace objectos::icu
