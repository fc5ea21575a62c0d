// What is parsed and formatted reads back the same: durations, times, sizes, rates, base64.
#include "fuzz.hpp"
#include "objectos/text.hpp"

using namespace objectos;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = as_text(data, size);

  Millis duration{};
  if (succeeds(Errc::usage, [&] { duration = parse_duration(text); })) {
    MUST_HOLD(duration.count() >= 0);
    const std::string formatted = format_duration(duration);
    MUST_HOLD(parse_duration(formatted) == duration);
    MUST_HOLD(format_duration(parse_duration(formatted)) == formatted);
    MUST_HOLD(parse_duration(format_seconds(duration.count())) == duration);
  }

  std::int64_t time = 0;
  if (succeeds(Errc::usage, [&] { time = parse_time(text); })) {
    MUST_HOLD(time <= max_time_ms);
    const std::string formatted = format_time(time);
    MUST_HOLD(formatted.size() == 24);
    MUST_HOLD(parse_time(formatted) == time);
  }

  std::uint64_t bytes = 0;
  if (succeeds(Errc::usage, [&] { bytes = parse_size(text); })) {
    MUST_HOLD(parse_size(std::to_string(bytes)) == bytes);
    MUST_HOLD(!format_size(bytes).empty());
  }

  Rate rate{};
  if (succeeds(Errc::usage, [&] { rate = parse_rate(text); }))
    MUST_HOLD(rate.count > 0 && rate.period.count() > 0);

  MUST_HOLD(base64_decode(base64_encode(text)) == text);
  if (const auto raw = base64_decode(text)) MUST_HOLD(base64_encode(*raw) == text);

  const auto near = nearest(text, {"get", "set", "delete"});
  if (near) MUST_HOLD(!near->empty());
  return 0;
}
