// Durations, sizes, rates, base64.
#include "objectos/text.hpp"

#include <cstdint>
#include <limits>
#include <string>

#include "catch.hpp"
#include "thrown.hpp"

using namespace objectos;

namespace {

std::int64_t ms(std::string_view text) {
  return parse_duration(text).count();
}
bool is_usage(const std::string& outcome) {
  return outcome.rfind("usage: \"", 0) == 0;
}

}  // namespace

TEST_CASE("durations", "[text]") {
  CHECK(ms("250ms") == 250);
  CHECK(ms("30s") == 30'000);
  CHECK(ms("5m") == 300'000);
  CHECK(ms("2h") == 7'200'000);
  CHECK(ms("7d") == 604'800'000);
  CHECK(ms("1w") == 604'800'000);
  CHECK(ms("1h30m") == 5'400'000);
  CHECK(ms("1w2d3h4m5s6ms") == 788'645'006);
  CHECK(ms("60") == 60'000);
  CHECK(ms("0") == 0);
  CHECK(ms("0s") == 0);
  CHECK(ms("007s") == 7000);
  CHECK(ms("1.5") == 1500);
  CHECK(ms("1.5h") == 5'400'000);
  CHECK(ms("0.001") == 1);
  CHECK(ms("0.0009s") == 0);  // cut to the millisecond
  CHECK(ms("1.9999999999999s") == 1999);
  CHECK(ms("1.5h0.5m") == 5'430'000);
}

TEST_CASE("what is no duration is refused and quoted", "[text]") {
  for (const char* text :
       {"",     " ",     "s",     "-1s",  "+1s",   "1 s",       " 1s",  "1s ",    "1S",  "1min", "1sec",
        "1.s",  ".5s",   "1..5s", "1h1h", "1m1h",  "1s1m",      "1h30", "30 1h",  "1e3", "1e3s", "0x1s",
        "1,5s", "1d-1h", "inf",   "nan",  "1ms1s", "\xD9\xA1s", "1y",   "1h 30m", "1s\n"}) {
    CAPTURE(text);
    CHECK(is_usage(thrown([&] { parse_duration(text); })));
  }
  CHECK(thrown([] { parse_duration("soon"); }) == "usage: \"soon\" is not a duration");
}

TEST_CASE("durations end at 2^63 milliseconds", "[text]") {
  CHECK(ms("9223372036854775807ms") == std::numeric_limits<std::int64_t>::max());
  CHECK(ms("9223372036854775.807") == std::numeric_limits<std::int64_t>::max());
  for (const char* text : {"9223372036854775808ms", "9223372036854775.808", "9223372036854776",
                           "18446744073709551616ms", "99999999999999999999999w", "15250284453w",
                           "9223372036854775s808ms", "15250284452w9223372036854775807ms"}) {
    CAPTURE(text);
    CHECK(is_usage(thrown([&] { parse_duration(text); })));
  }
  CHECK(ms("9223372036854775s807ms") == std::numeric_limits<std::int64_t>::max());
}

TEST_CASE("a formatted duration reads back the same and is in its shortest form", "[text]") {
  CHECK(format_duration(Millis(0)) == "0s");
  CHECK(format_duration(Millis(1)) == "1ms");
  CHECK(format_duration(Millis(1000)) == "1s");
  CHECK(format_duration(Millis(90'000)) == "1m30s");
  CHECK(format_duration(Millis(604'800'000)) == "1w");
  CHECK(format_duration(Millis(788'645'006)) == "1w2d3h4m5s6ms");
  for (std::int64_t n = 1; n > 0 && n < std::numeric_limits<std::int64_t>::max() / 3; n = n * 3 + 1)
    CHECK(parse_duration(format_duration(Millis(n))).count() == n);
  CHECK(parse_duration(format_duration(Millis::max())) == Millis::max());
}

TEST_CASE("seconds have milliseconds and no trailing zeros", "[text]") {
  CHECK(format_seconds(0) == "0");
  CHECK(format_seconds(1) == "0.001");
  CHECK(format_seconds(10) == "0.01");
  CHECK(format_seconds(100) == "0.1");
  CHECK(format_seconds(12'345) == "12.345");
  CHECK(format_seconds(60'000) == "60");
  CHECK(format_seconds(std::numeric_limits<std::int64_t>::max()) == "9223372036854775.807");
}

TEST_CASE("sizes", "[text]") {
  CHECK(parse_size("512") == 512);
  CHECK(parse_size("512B") == 512);
  CHECK(parse_size("64KiB") == 65'536);
  CHECK(parse_size("10MB") == 10'000'000);
  CHECK(parse_size("1kB") == 1000);
  CHECK(parse_size("1KB") == 1000);
  CHECK(parse_size("1.5KiB") == 1536);
  CHECK(parse_size("1MiB") == 1u << 20);
  CHECK(parse_size("2GiB") == 2ull << 30);
  CHECK(parse_size("1GB") == 1'000'000'000);
  CHECK(parse_size("1TB") == 1'000'000'000'000);
  CHECK(parse_size("1TiB") == 1ull << 40);
  CHECK(parse_size("0") == 0);
  CHECK(parse_size("9223372036854775807") == 9'223'372'036'854'775'807ull);
  for (const char* text : {"", "B", "-1", "+1", "1 KiB", "1k", "1K", "1M", "1kib", "1PiB", "1e3", "0x10",
                           "1.", "9223372036854775808", "8388608TiB", "18446744073709551616", "1KiBB"}) {
    CAPTURE(text);
    CHECK(is_usage(thrown([&] { parse_size(text); })));
  }
}

TEST_CASE("sizes for people", "[text]") {
  CHECK(format_size(0) == "0 B");
  CHECK(format_size(1023) == "1023 B");
  CHECK(format_size(1024) == "1 KiB");
  CHECK(format_size(1536) == "1.5 KiB");
  CHECK(format_size(2047) == "1.9 KiB");
  CHECK(format_size(65'536) == "64 KiB");
  CHECK(format_size(1'572'864) == "1.5 MiB");
  CHECK(format_size(10'240 + 512) == "10 KiB");
  CHECK(format_size((2ull << 20) - 1) == "1.9 MiB");
  CHECK(format_size(std::numeric_limits<std::uint64_t>::max()) == "15 EiB");
}

TEST_CASE("rates", "[text]") {
  CHECK(parse_rate("10/s").count == 10);
  CHECK(parse_rate("10/s").period == Millis(1000));
  CHECK(parse_rate("100/m").period == Millis(60'000));
  CHECK(parse_rate("5000/h").period == Millis(3'600'000));
  CHECK(parse_rate("1000/d").period == Millis(86'400'000));
  CHECK(parse_rate("9223372036854775807/s").count == std::numeric_limits<std::int64_t>::max());
  for (const char* text : {"", "/", "10", "10/", "/s", "0/s", "-1/s", "+1/s", "1.5/s", "10/w", "10/ms",
                           "10 /s", "10/ s", "10/S", "10/s ", "9223372036854775808/s", "10//s", "1/1s"}) {
    CAPTURE(text);
    CHECK(is_usage(thrown([&] { parse_rate(text); })));
  }
}

TEST_CASE("base64 as in RFC 4648, and back", "[text]") {
  const std::pair<const char*, const char*> samples[] = {{"", ""},
                                                         {"f", "Zg=="},
                                                         {"fo", "Zm8="},
                                                         {"foo", "Zm9v"},
                                                         {"foob", "Zm9vYg=="},
                                                         {"fooba", "Zm9vYmE="},
                                                         {"foobar", "Zm9vYmFy"}};
  for (const auto& [raw, text] : samples) {
    CHECK(base64_encode(raw) == text);
    CHECK(base64_decode(text) == raw);
  }
  std::string all;
  for (int i = 0; i < 256; ++i) {
    all += static_cast<char>(i);
    CHECK(base64_decode(base64_encode(all)) == all);
  }
}

TEST_CASE("what is not exactly base64 decodes to nothing", "[text]") {
  for (const char* text : {"Z", "Zg", "Zg=", "Zg===", "=", "====", "Z===", "Zm9v\n", "Zm 9v", "Zm9-", "Zm9_",
                           "Zh==", "Zm9=", "Zg==Zg==", "Zm=v", "\xC3\xA9\xC3\xA9"}) {
    CAPTURE(text);
    CHECK_FALSE(base64_decode(text));
  }
}
