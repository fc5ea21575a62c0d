#include "icu/failure.hpp"

#include "objectos/error.hpp"

namespace objectos::icu {

void check(UErrorCode status, const char* what) {
  if (U_SUCCESS(status)) return;
  const bool is_missing = status == U_MISSING_RESOURCE_ERROR || status == U_FILE_ACCESS_ERROR ||
                          status == U_INVALID_FORMAT_ERROR || status == U_MEMORY_ALLOCATION_ERROR;
  throw Error(is_missing ? Errc::unavailable : Errc::internal,
              Message("icu.failed", "ICU cannot {{what}}: {{reason}}",
                      {{"what", what}, {"reason", u_errorName(status)}}));
}

}  // namespace objectos::icu
