// RFC 3339 in and out, against the calendar of the standard library.
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <string>

#include "catch.hpp"
#include "objectos/text.hpp"
#include "thrown.hpp"

using namespace objectos;
using namespace std::chrono;

namespace {

std::string by_chrono(std::int64_t ms) {
  const sys_time<milliseconds> instant{milliseconds(ms)};
  const auto day = floor<days>(instant);
  const year_month_day date(day);
  const hh_mm_ss time(instant - day);
  char buffer[64];
  std::snprintf(buffer, sizeof buffer, "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                static_cast<int>(time.seconds().count()), static_cast<int>(time.subseconds().count()));
  return buffer;
}

constexpr std::int64_t min_time_ms = -62'167'219'200'000;  // 0000-01-01T00:00:00Z

}  // namespace

TEST_CASE("every instant is written as the standard calendar has it, and read back", "[time]") {
  int wrong = 0;
  // A step that is no multiple of anything: all hours, months and leap years come by.
  for (std::int64_t ms = min_time_ms; ms <= max_time_ms; ms += 12'345'678'901) {
    const std::string text = format_time(ms);
    if (text != by_chrono(ms) || parse_time(text) != ms) ++wrong;
  }
  CHECK(wrong == 0);
}

TEST_CASE("around every new year and the ends of February", "[time]") {
  int wrong = 0;
  for (int y = 0; y <= 9999; ++y) {
    for (const auto date : {sys_days(year(y) / January / 1), sys_days(year(y) / March / 1)}) {
      const std::int64_t ms = duration_cast<milliseconds>(date.time_since_epoch()).count();
      for (const std::int64_t at : {ms - 1, ms, ms + 1}) {
        if (at < min_time_ms) continue;
        if (format_time(at) != by_chrono(at) || parse_time(format_time(at)) != at) ++wrong;
      }
    }
  }
  CHECK(wrong == 0);
}

TEST_CASE("the first and the last instant", "[time]") {
  CHECK(format_time(min_time_ms) == "0000-01-01T00:00:00.000Z");
  CHECK(parse_time("0000-01-01T00:00:00Z") == min_time_ms);
  CHECK(format_time(max_time_ms) == "9999-12-31T23:59:59.999Z");
  CHECK(parse_time("9999-12-31T23:59:59.999Z") == max_time_ms);
  CHECK(format_time(0) == "1970-01-01T00:00:00.000Z");
  CHECK(format_time(-1) == "1969-12-31T23:59:59.999Z");
}

TEST_CASE("an offset may not lead out of the calendar", "[time]") {
  CHECK(thrown_code([] { parse_time("0000-01-01T00:00:00+00:01"); }) == "usage");
  CHECK(thrown_code([] { parse_time("9999-12-31T23:59:59-00:01"); }) == "usage");
  CHECK(parse_time("0000-01-01T01:00:00+01:00") == min_time_ms);
  CHECK(parse_time("9999-12-31T22:59:59.999-01:00") == max_time_ms);
}

TEST_CASE("offsets, letters and fractions", "[time]") {
  const std::int64_t noon = parse_time("2024-01-15T12:30:00Z");
  CHECK(noon == 1'705'321'800'000);
  for (const char* text :
       {"2024-01-15T13:30:00+01:00", "2024-01-15T07:00:00-05:30", "2024-01-16T12:29:00+23:59",
        "2024-01-15t12:30:00z", "2024-01-15 12:30:00Z", "2024-01-15T12:30:00-00:00", "2024-01-15T12:30:00.0Z",
        "2024-01-15T12:30:00.000999999Z"}) {
    CAPTURE(text);
    CHECK(parse_time(text) == noon);
  }
  CHECK(parse_time("2024-01-15T12:30:00.1Z") == noon + 100);
  CHECK(parse_time("2024-01-15T12:30:00.12Z") == noon + 120);
  CHECK(parse_time("2024-01-15T12:30:00.123456789Z") == noon + 123);
}

TEST_CASE("a leap second is the last millisecond before it", "[time]") {
  CHECK(parse_time("2016-12-31T23:59:60Z") == parse_time("2016-12-31T23:59:59.999Z"));
  CHECK(parse_time("2016-12-31T15:59:60.5-08:00") == parse_time("2016-12-31T23:59:59.999Z"));
  CHECK(parse_time("9999-12-31T23:59:60Z") == max_time_ms);
}

TEST_CASE("leap years", "[time]") {
  for (const char* text : {"2024-02-29T00:00:00Z", "2000-02-29T00:00:00Z", "0000-02-29T00:00:00Z"})
    CHECK(thrown([&] { parse_time(text); }) == "nothing");
  for (const char* text : {"2023-02-29T00:00:00Z", "1900-02-29T00:00:00Z", "2100-02-29T00:00:00Z"})
    CHECK(thrown_code([&] { parse_time(text); }) == "usage");
}

TEST_CASE("what is no time is refused and quoted", "[time]") {
  for (const char* text : {"",
                           "now",
                           "2024",
                           "2024-01-15",
                           "2024-01-15T12:30",
                           "2024-01-15T12:30Z",
                           "2024-01-15T12:30:00",
                           "2024-1-15T12:30:00Z",
                           "24-01-15T12:30:00Z",
                           "12024-01-15T12:30:00Z",
                           "-2024-01-15T12:30:00Z",
                           "+2024-01-15T12:30:00Z",
                           "2024-00-15T12:30:00Z",
                           "2024-13-15T12:30:00Z",
                           "2024-01-00T12:30:00Z",
                           "2024-01-32T12:30:00Z",
                           "2024-04-31T12:30:00Z",
                           "2024-01-15T24:00:00Z",
                           "2024-01-15T12:60:00Z",
                           "2024-01-15T12:30:61Z",
                           "2024-01-15T12:30:00.Z",
                           "2024-01-15T12:30:00,5Z",
                           "2024-01-15T12:30:00.1234567890Z",
                           "2024-01-15T12:30:00+1:00",
                           "2024-01-15T12:30:00+01",
                           "2024-01-15T12:30:00+0100",
                           "2024-01-15T12:30:00+24:00",
                           "2024-01-15T12:30:00+01:60",
                           "2024-01-15T12:30:00ZZ",
                           "2024-01-15T12:30:00Z ",
                           " 2024-01-15T12:30:00Z",
                           "2024-01-15_12:30:00Z",
                           "2024/01/15T12:30:00Z",
                           "2024-01-15T12:30:00 Z",
                           "1705321800"}) {
    CAPTURE(text);
    CHECK(thrown([&] { parse_time(text); }) == "usage: \"" + std::string(text) + "\" is not a time");
  }
}
