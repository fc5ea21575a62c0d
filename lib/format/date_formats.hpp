// Dates, times and distances in time by ICU.
#pragma once

#include <unicode/datefmt.h>
#include <unicode/reldatefmt.h>

#include <memory>
#include <string>

#include "format/cached.hpp"
#include "i18n/formats.hpp"

namespace objectos::format {

/// Thread safe. Errors as those of i18n::Formats.
class DateFormats {
 public:
  std::string date(const Instant& instant, i18n::DateParts parts, const FormatOptions& options) const;
  std::string relative(std::int64_t amount, i18n::TimeUnit unit, const FormatOptions& options) const;

 private:
  /// ICU's may be used by one thread at a time.
  template <class Format>
  struct Locked {
    std::unique_ptr<Format> format;
    mutable std::mutex mutex;
  };
  Cached<Locked<::icu::DateFormat>> dates_;
  Cached<Locked<::icu::RelativeDateTimeFormatter>> relatives_;
};

}  // namespace objectos::format
