// RFC 3339 timestamps and the proleptic Gregorian calendar (the civil-day arithmetic is Howard Hinnant's
// "chrono-compatible low-level date algorithms").
#include <cstdio>

#include "objectos/error.hpp"
#include "objectos/text.hpp"

namespace objectos {
namespace {

[[noreturn]] void bad_time(std::string_view text) {
  throw Error(Errc::usage, Message("text.time", "\"{{text}}\" is not a time", {{"text", text}}),
              Message("text.time_hint",
                      "times are written as in RFC 3339: 2024-01-15T12:30:00Z or 2024-01-15T13:30:00+01:00"));
}

std::int64_t days_from_civil(std::int64_t year, int month, int day) {
  year -= month <= 2;
  const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
  const std::int64_t year_of_era = year - era * 400;
  const std::int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719468;
}

struct Date {
  std::int64_t year;
  int month, day;
};

Date civil_from_days(std::int64_t days) {
  days += 719468;
  const std::int64_t era = (days >= 0 ? days : days - 146096) / 146097;
  const std::int64_t day_of_era = days - era * 146097;
  const std::int64_t year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const std::int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t shifted_month = (5 * day_of_year + 2) / 153;
  const int day = static_cast<int>(day_of_year - (153 * shifted_month + 2) / 5 + 1);
  const int month = static_cast<int>(shifted_month < 10 ? shifted_month + 3 : shifted_month - 9);
  return {year_of_era + era * 400 + (month <= 2), month, day};
}

int days_in_month(std::int64_t year, int month) {
  static constexpr int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  return days[month - 1] + (month == 2 && leap);
}

/// Reads fixed-width fields from the front of a text.
struct Fields {
  std::string_view rest;
  bool ok = true;
  int number(std::size_t digits) {
    int value = 0;
    for (std::size_t i = 0; i < digits; ++i) {
      if (i >= rest.size() || rest[i] < '0' || rest[i] > '9') return fail();
      value = value * 10 + (rest[i] - '0');
    }
    rest.remove_prefix(digits);
    return value;
  }
  void literal(std::string_view one_of) {
    if (rest.empty() || one_of.find(rest.front()) == one_of.npos) {
      fail();
    } else {
      rest.remove_prefix(1);
    }
  }
  int fail() {
    ok = false;
    rest = {};
    return 0;
  }
};

int take_millis(Fields& fields) {
  if (fields.rest.empty() || fields.rest.front() != '.') return 0;
  fields.rest.remove_prefix(1);
  int millis = 0, digits = 0;
  while (!fields.rest.empty() && fields.rest.front() >= '0' && fields.rest.front() <= '9') {
    if (digits < 3) millis = millis * 10 + (fields.rest.front() - '0');
    ++digits;
    fields.rest.remove_prefix(1);
  }
  if (digits == 0 || digits > 9) fields.fail();
  for (; digits < 3; ++digits) millis *= 10;
  return millis;
}

int take_offset_minutes(Fields& fields) {
  const char sign = fields.rest.empty() ? '\0' : fields.rest.front();
  fields.literal("Zz+-");
  if (sign != '+' && sign != '-') return 0;
  const int hours = fields.number(2);
  fields.literal(":");
  const int minutes = fields.number(2);
  if (hours > 23 || minutes > 59) fields.fail();
  return (sign == '-' ? -1 : 1) * (hours * 60 + minutes);
}

}  // namespace

std::int64_t parse_time(std::string_view text) {
  Fields fields{text};
  const int year = fields.number(4);
  fields.literal("-");
  const int month = fields.number(2);
  fields.literal("-");
  const int day = fields.number(2);
  fields.literal("Tt ");
  const int hour = fields.number(2);
  fields.literal(":");
  const int minute = fields.number(2);
  fields.literal(":");
  const int second = fields.number(2);
  const int millis = take_millis(fields);
  const int offset = take_offset_minutes(fields);
  if (!fields.ok || !fields.rest.empty() || month < 1 || month > 12 || day < 1 ||
      day > days_in_month(year, month) || hour > 23 || minute > 59 || second > 60) {
    bad_time(text);
  }
  // A leap second counts as the last millisecond before it: POSIX time has no room for it.
  const std::int64_t seconds =
      days_from_civil(year, month, day) * 86400 + hour * 3600 + minute * 60 - offset * 60;
  const std::int64_t ms = second == 60 ? (seconds + 60) * 1000 - 1 : (seconds + second) * 1000 + millis;
  // An offset may lead out of the years that format_time can write.
  if (ms < days_from_civil(0, 1, 1) * 86'400'000 || ms > max_time_ms) bad_time(text);
  return ms;
}

std::string format_time(std::int64_t ms) {
  const std::int64_t days = (ms >= 0 ? ms : ms - 86'399'999) / 86'400'000;
  const std::int64_t rest = ms - days * 86'400'000;
  const Date date = civil_from_days(days);
  char buffer[40];
  std::snprintf(buffer, sizeof buffer, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", static_cast<int>(date.year),
                date.month, date.day, static_cast<int>(rest / 3'600'000),
                static_cast<int>(rest / 60'000 % 60), static_cast<int>(rest / 1000 % 60),
                static_cast<int>(rest % 1000));
  return buffer;
}

}  // namespace objectos
