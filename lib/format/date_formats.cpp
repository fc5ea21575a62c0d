#include "format/date_formats.hpp"

#include <unicode/gregocal.h>
#include <unicode/timezone.h>
#include <unicode/ucal.h>

#include "format/locale.hpp"
#include "icu/failure.hpp"
#include "objectos/error.hpp"

namespace objectos::format {
namespace {

using i18n::DateParts;
using i18n::TimeUnit;
using ::icu::DateFormat;

DateFormat::EStyle style_of(FormatStyle style) noexcept {
  switch (style) {
    case FormatStyle::short_: return DateFormat::kShort;
    case FormatStyle::long_: return DateFormat::kLong;
    case FormatStyle::full: return DateFormat::kFull;
    default: return DateFormat::kMedium;
  }
}

std::unique_ptr<::icu::TimeZone> zone_of(std::string_view name) {
  std::unique_ptr<::icu::TimeZone> zone(
      name.empty() ? ::icu::TimeZone::createDefault()
                   : ::icu::TimeZone::createTimeZone(::icu::UnicodeString::fromUTF8(name)));
  ::icu::UnicodeString id;
  if (zone && zone->getID(id) == UCAL_UNKNOWN_ZONE_ID) {
    throw Error(Errc::usage,
                Message("icu.unknown_zone", "\"{{zone}}\" is not a time zone such as Europe/Berlin",
                        {{"zone", name.substr(0, 40)}}));
  }
  return zone;
}

/// RFC 3339 counts days by the calendar of today also before there was one; ICU would take Julius Caesar's.
void make_proleptic(DateFormat& format) {
  const auto* gregorian = dynamic_cast<const ::icu::GregorianCalendar*>(format.getCalendar());
  if (!gregorian) return;
  std::unique_ptr<::icu::GregorianCalendar> calendar(gregorian->clone());
  UErrorCode status = U_ZERO_ERROR;
  calendar->setGregorianChange(U_DATE_MIN, status);
  icu::check(status, "set the calendar");
  format.adoptCalendar(calendar.release());
}

std::unique_ptr<DateFormat> make_date(DateParts parts, const FormatOptions& options) {
  const ::icu::Locale locale = known_locale(options.locale);
  std::unique_ptr<::icu::TimeZone> zone = zone_of(options.time_zone);
  const DateFormat::EStyle style = style_of(options.style);
  std::unique_ptr<DateFormat> format(parts == DateParts::date ? DateFormat::createDateInstance(style, locale)
                                     : parts == DateParts::time
                                         ? DateFormat::createTimeInstance(style, locale)
                                         : DateFormat::createDateTimeInstance(style, style, locale));
  if (!format || !zone) icu::check(U_MEMORY_ALLOCATION_ERROR, "make a date format");
  make_proleptic(*format);
  format->adoptTimeZone(zone.release());
  return format;
}

std::string key_of(const FormatOptions& options, int what) {
  std::string key(options.locale);
  key.append(" ").append(options.time_zone).append(" ");
  return key + std::to_string(static_cast<int>(options.style)) + " " + std::to_string(what);
}

URelativeDateTimeUnit unit_of(TimeUnit unit) noexcept {
  switch (unit) {
    case TimeUnit::second: return UDAT_REL_UNIT_SECOND;
    case TimeUnit::minute: return UDAT_REL_UNIT_MINUTE;
    case TimeUnit::hour: return UDAT_REL_UNIT_HOUR;
    case TimeUnit::day: return UDAT_REL_UNIT_DAY;
    case TimeUnit::week: return UDAT_REL_UNIT_WEEK;
    case TimeUnit::month: return UDAT_REL_UNIT_MONTH;
    case TimeUnit::year: break;
  }
  return UDAT_REL_UNIT_YEAR;
}

std::unique_ptr<::icu::RelativeDateTimeFormatter> make_relative(const FormatOptions& options) {
  UErrorCode status = U_ZERO_ERROR;
  auto format = std::make_unique<::icu::RelativeDateTimeFormatter>(
      known_locale(options.locale), nullptr,
      options.style == FormatStyle::short_ ? UDAT_STYLE_SHORT : UDAT_STYLE_LONG, UDISPCTX_CAPITALIZATION_NONE,
      status);
  icu::check(status, "make a format of relative times");
  return format;
}

}  // namespace

std::string DateFormats::date(const Instant& instant, DateParts parts, const FormatOptions& given) const {
  FormatOptions options = given;
  if (instant.is_day()) {
    if (!given.time_zone.empty()) zone_of(given.time_zone);  // a wrong one is wrong here, too
    options.time_zone = "UTC";  // a day is no moment that could be another day elsewhere
  }
  const auto locked = dates_.get(key_of(options, static_cast<int>(parts)), [&] {
    auto made = std::make_shared<Locked<DateFormat>>();
    made->format = make_date(parts, options);
    return made;
  });
  ::icu::UnicodeString text;
  const std::lock_guard lock(locked->mutex);
  locked->format->format(static_cast<UDate>(instant.moment().time_since_epoch().count()), text);
  return utf8_of(text);
}

std::string DateFormats::relative(std::int64_t amount, TimeUnit unit, const FormatOptions& options) const {
  const auto locked = relatives_.get(key_of(options, 0), [&] {
    auto made = std::make_shared<Locked<::icu::RelativeDateTimeFormatter>>();
    made->format = make_relative(options);
    return made;
  });
  ::icu::UnicodeString text;
  UErrorCode status = U_ZERO_ERROR;
  const std::lock_guard lock(locked->mutex);
  if (amount == 0) {
    locked->format->format(UDAT_DIRECTION_PLAIN, UDAT_ABSOLUTE_NOW, text, status);
  } else {
    locked->format->formatNumeric(static_cast<double>(amount), unit_of(unit), text, status);
  }
  icu::check(status, "format a relative time");
  return utf8_of(text);
}

}  // namespace objectos::format
