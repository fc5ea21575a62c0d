// Numbers, dates and lists as a language writes them: what the module `format` does for the service.
#pragma once

#include <chrono>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "objectos/api.hpp"
#include "objectos/i18n_values.hpp"

namespace objectos::i18n {

enum class DateParts : std::uint8_t { date, time, both };
enum class TimeUnit : std::uint8_t { second, minute, hour, day, week, month, year };

/// Thread safe. `options.locale` is never empty. Error(usage) for a locale that there are no formats for, an
/// unknown time zone, or a currency that is none.
class OBJECTOS_API Formats {
 public:
  virtual ~Formats();
  virtual std::string number(const Number& number, const FormatOptions& options) const = 0;
  virtual std::string percent(const Number& number, const FormatOptions& options) const = 0;
  virtual std::string currency(const Number& number, std::string_view code,
                               const FormatOptions& options) const = 0;
  virtual std::string date(const Instant& instant, DateParts parts, const FormatOptions& options) const = 0;
  /// "in 3 hours"; a negative amount is the past.
  virtual std::string relative(std::int64_t amount, TimeUnit unit, const FormatOptions& options) const = 0;
  virtual std::string list(std::span<const std::string> items, const FormatOptions& options) const = 0;
};

/// ICU's, by the module `format`, which is loaded now. Error(unavailable) if that is not installed.
const Formats& formats();

/// The largest unit of which there is at least one, and how many, rounded to zero. A month is 30 days, a year
/// 365.
struct RelativeTime {
  std::int64_t amount;
  TimeUnit unit;
};
RelativeTime relative_time(Millis from_now) noexcept;

}  // namespace objectos::i18n
