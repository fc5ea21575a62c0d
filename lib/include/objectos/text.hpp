// The small languages of the command line: durations, sizes, rates, times, globs. All are exact and do not
// depend on the locale. Parsers throw Error(usage) that quotes the text and shows a valid one.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "objectos/api.hpp"

namespace objectos {

using Millis = std::chrono::milliseconds;

/// `250ms 30s 5m 2h 7d 1w`, sums of them in falling order such as `1h30m`, or a bare number of seconds;
/// a number may have decimals down to the millisecond. Never negative. A result over 292 million years
/// (2^63 ms) is refused.
OBJECTOS_API Millis parse_duration(std::string_view text);
/// The shortest such text: `90000 ms` is `1m30s`; zero is `0s`.
OBJECTOS_API std::string format_duration(Millis duration);
/// Seconds with millisecond precision and no trailing zeros: `12.345`, `60`.
OBJECTOS_API std::string format_seconds(std::int64_t ms);

/// Bytes: `512`, `64KiB`, `10MB`; KiB MiB GiB TiB are powers of 1024, kB KB MB GB TB powers of 1000, B is 1.
OBJECTOS_API std::uint64_t parse_size(std::string_view text);
/// For people: `64 KiB`, `1.5 MiB`.
OBJECTOS_API std::string format_size(std::uint64_t bytes);

struct Rate {
  std::int64_t count;
  Millis period;
};
/// `10/s 100/m 5000/h 1000/d`; the count is positive.
OBJECTOS_API Rate parse_rate(std::string_view text);

/// RFC 3339, any offset, up to nanoseconds (cut to milliseconds). Milliseconds since the epoch.
OBJECTOS_API std::int64_t parse_time(std::string_view text);
/// RFC 3339 in UTC with milliseconds: `2024-01-15T12:30:00.000Z`. Years 0000 to 9999.
OBJECTOS_API std::string format_time(std::int64_t ms);
/// The last instant that format_time can write: 9999-12-31T23:59:59.999Z.
inline constexpr std::int64_t max_time_ms = 253402300799999;

/// True if `text` is valid UTF-8 (no surrogates, no overlong forms, at most U+10FFFF).
OBJECTOS_API bool is_utf8(std::string_view text) noexcept;

/// RFC 4648 base64 with padding. `decode` gives nothing unless `text` is exactly that.
OBJECTOS_API std::string base64_encode(std::string_view raw);
OBJECTOS_API std::optional<std::string> base64_decode(std::string_view text);

/// A pattern over a whole key: `*` any run of characters (also across `:` and `/`), `?` one character,
/// `[a-z]`,
/// `[!x]`, `\` escapes. Throws Error(usage) for an open `[` or a `\` at the end. Matching takes at most
/// pattern × text steps.
class OBJECTOS_API Glob {
 public:
  /// Matches everything.
  Glob() : Glob("*") {}
  explicit Glob(std::string_view pattern);
  bool matches(std::string_view text) const noexcept;
  const std::string& pattern() const noexcept { return pattern_; }
  /// The literal text that every match begins with: a range scan needs to look no further.
  const std::string& prefix() const noexcept { return prefix_; }
  /// True if only `prefix()` itself matches.
  bool is_literal() const noexcept { return literal_; }
  /// True if every text that begins with `prefix()` matches: nothing is left to test.
  bool is_prefix() const noexcept { return prefix_only_; }
  /// A pattern that matches `text` and nothing else.
  static std::string escape(std::string_view text);

 private:
  std::string pattern_;
  std::string prefix_;
  bool literal_ = true;
  bool prefix_only_ = false;
};

/// The candidate nearest to `word` in edit distance (insert, delete, replace, swap), if it is near enough to
/// have been meant.
OBJECTOS_API std::optional<std::string> nearest(std::string_view word,
                                                const std::vector<std::string>& candidates);

}  // namespace objectos
