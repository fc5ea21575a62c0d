// Numbers, dates and lists as languages write them (CLDR 42).
#include "catch.hpp"
#include "objectos/i18n.hpp"
#include "thrown.hpp"

using namespace objectos;

namespace {

const I18n& service() {
  static const I18n i18n;
  return i18n;
}
Number number(std::string_view text) {
  return Number::parse(text);
}
Instant instant(std::string_view text) {
  return Instant::parse(text);
}
FormatOptions in(std::string_view locale, FormatStyle style = FormatStyle::standard,
                 std::string_view zone = "UTC") {
  return {locale, style, zone};
}

}  // namespace

TEST_CASE("format: numbers keep their decimals") {
  CHECK(service().format_number(number("1234567.10")) == "1,234,567.10");
  CHECK(service().format_number(number("1234567.1"), in("de")) == "1.234.567,1");
  CHECK(service().format_number(number("-1234"), in("fr")) == "-1\u202f234");
  CHECK(service().format_number(number("123456789012345678901234567890"), in("en")) ==
        "123,456,789,012,345,678,901,234,567,890");
  CHECK(service().format_number(1234, in("ar-EG")) == "١٬٢٣٤");
  CHECK(service().format_number(0.1 + 0.2) == "0.3");
  CHECK(service().format_number(UINT64_MAX) == "18,446,744,073,709,551,615");
  CHECK(thrown_code([] { service().format_number(1e308 * 10); }) == "usage");
}

TEST_CASE("format: compact numbers") {
  CHECK(service().format_number(1200, in("en", FormatStyle::short_)) == "1.2K");
  CHECK(service().format_number(1200, in("en", FormatStyle::long_)) == "1.2 thousand");
}

TEST_CASE("format: percent") {
  CHECK(service().format_percent(number("0.25")) == "25%");
  CHECK(service().format_percent(number("0.256"), in("de")) == "25,6\u00a0%");
  CHECK(service().format_percent(2) == "200%");
}

TEST_CASE("format: money") {
  CHECK(service().format_currency(number("9.5"), "EUR", in("fr")) == "9,50\u00a0€");
  CHECK(service().format_currency(number("1234"), "jpy", in("en")) == "¥1,234");
  CHECK(service().format_currency(1, "USD", in("en", FormatStyle::full)) == "1.00 US dollars");
  for (const char* code : {"", "EU", "EURO", "XQZ", "E R", "€"}) {
    INFO(code);
    CHECK(thrown_code([&] { service().format_currency(1, code); }) == "usage");
  }
}

TEST_CASE("format: dates and times, in a zone") {
  const Instant moment = instant("2024-01-15T23:30:00+01:30");  // 22:00 UTC
  CHECK(service().format_date(moment, in("en")) == "Jan 15, 2024");
  CHECK(service().format_date(moment, in("en", FormatStyle::full, "Asia/Tokyo")) ==
        "Tuesday, January 16, 2024");
  CHECK(service().format_date(moment, in("de", FormatStyle::short_)) == "15.01.24");
  CHECK(service().format_time(moment, in("de", FormatStyle::short_, "Europe/Berlin")) == "23:00");
  CHECK(service().format_datetime(moment, in("en-GB", FormatStyle::long_)) ==
        "15 January 2024 at 22:00:00 UTC");
  CHECK(service().format_date(instant("2024-01-15"),
                              in("en", FormatStyle::standard, "America/Los_Angeles")) == "Jan 15, 2024");
}

TEST_CASE("format: dates far from now count by one calendar") {
  CHECK(service().format_date(instant("1969-07-20T20:17:40Z"), in("en")) == "Jul 20, 1969");
  CHECK(service().format_date(instant("1500-03-01"), in("en")) == "Mar 1, 1500");
  CHECK(service().format_date(instant("0001-01-01"), in("de")) == "01.01.1");
  CHECK(service().format_date(instant("9999-12-31"), in("en")) == "Dec 31, 9999");
}

TEST_CASE("format: what is no date, zone or locale") {
  for (const char* text :
       {"", "2024-02-30", "2024-13-01", "2024-1-15", "yesterday", "2024-01-15T25:00:00Z", "-024-01-15"}) {
    INFO(text);
    CHECK(thrown_code([&] { instant(text); }) == "usage");
  }
  for (const char* zone : {"Nowhere/City", "Etc/Unknown", "\xff", "../../etc/passwd"}) {
    INFO(zone);
    CHECK(thrown_code([&] { service().format_date(instant("2024-01-15T00:00:00Z"), in("en", {}, zone)); }) ==
          "usage");
    CHECK(thrown_code([&] { service().format_date(instant("2024-01-15"), in("en", {}, zone)); }) == "usage");
  }
  for (const char* locale : {"xx", "english", "en/US", "kaa"}) {
    INFO(locale);
    CHECK(thrown_code([&] { service().format_number(1, in(locale)); }) == "usage");
    CHECK(thrown_code([&] { service().format_date(instant("2024-01-15"), in(locale)); }) == "usage");
    CHECK(thrown_code([&] { service().format_list({}, in(locale)); }) == "usage");
  }
  CHECK(thrown_code([] { parse_format_style("tiny"); }) == "usage");
}

TEST_CASE("format: distances in time") {
  using namespace std::chrono_literals;
  CHECK(service().format_relative(3h, in("en")) == "in 3 hours");
  CHECK(service().format_relative(-90min, in("en")) == "1 hour ago");
  CHECK(service().format_relative(-24h * 2, in("de")) == "vor 2 Tagen");
  CHECK(service().format_relative(24h * 40, in("en")) == "in 1 month");
  CHECK(service().format_relative(24h * 800, in("en", FormatStyle::short_)) == "in 2 yr.");
  CHECK(service().format_relative(999ms, in("en")) == "now");
  CHECK(service().format_relative(Millis::min(), in("en")).ends_with("years ago"));
}

TEST_CASE("format: lists") {
  const std::vector<std::string> items{"a", "b", "c"};
  CHECK(service().format_list(items, in("en")) == "a, b, and c");
  CHECK(service().format_list(items, in("en", FormatStyle::short_)) == "a, b, & c");
  CHECK(service().format_list(std::span(items).first(2), in("de")) == "a und b");
  CHECK(service().format_list(std::span(items).first(1), in("de")) == "a");
  CHECK(service().format_list({}, in("de")) == "");
}
