#include <charconv>
#include <cmath>

#include "i18n/count.hpp"
#include "i18n/formats.hpp"
#include "objectos/error.hpp"

namespace objectos {

// ---- Number

namespace {

constexpr int max_decimals = 3;

}  // namespace

Number::Number(double number) {
  if (!std::isfinite(number))
    throw Error(Errc::usage, Message("i18n.not_finite", "NaN and infinity are not formatted"));
  char buffer[400];
  const auto format = std::chars_format::fixed;
  text_.assign(buffer, std::to_chars(buffer, buffer + sizeof buffer, number, format).ptr);
  const std::size_t point = text_.find('.');
  if (point == text_.npos || text_.size() - point - 1 <= std::size_t{max_decimals}) return;
  text_.assign(buffer, std::to_chars(buffer, buffer + sizeof buffer, number, format, max_decimals).ptr);
  text_.erase(text_.find_last_not_of('0') + 1);
  if (text_.back() == '.') text_.pop_back();
}

Number Number::parse(std::string_view text) {
  i18n::Count::parse(text);
  Number number;
  number.text_ = text;
  return number;
}

// ---- Instant

namespace {

/// YYYY-MM-DD, a day that there is.
bool read_date(std::string_view text, std::chrono::sys_days& day) noexcept {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  const auto number = [text](std::size_t at, std::size_t size, auto& out) {
    const char* end = text.data() + at + size;
    return text[at] != '-' && std::from_chars(text.data() + at, end, out).ptr == end;
  };
  int year = 0;
  unsigned month = 0, day_of_month = 0;
  if (!number(0, 4, year) || !number(5, 2, month) || !number(8, 2, day_of_month)) return false;
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(month),
                                         std::chrono::day(day_of_month)};
  day = date;
  return date.ok();
}

}  // namespace

Instant Instant::parse(std::string_view text) {
  if (std::chrono::sys_days day; read_date(text, day)) return Instant(day);
  return Instant(std::chrono::sys_time<Millis>(Millis(parse_time(text))));
}

// ---- styles

FormatStyle parse_format_style(std::string_view text) {
  if (text == "short") return FormatStyle::short_;
  if (text == "medium") return FormatStyle::medium;
  if (text == "long") return FormatStyle::long_;
  if (text == "full") return FormatStyle::full;
  throw Error(Errc::usage,
              Message("i18n.bad_style", "\"{{text}}\" is not a style: short, medium, long or full",
                      {{"text", text}}));
}

// ---- relative times

namespace i18n {

Formats::~Formats() = default;

RelativeTime relative_time(Millis from_now) noexcept {
  constexpr std::int64_t day = 86'400;
  constexpr struct {
    TimeUnit unit;
    std::int64_t seconds;
  } units[] = {{TimeUnit::year, 365 * day}, {TimeUnit::month, 30 * day}, {TimeUnit::week, 7 * day},
               {TimeUnit::day, day},        {TimeUnit::hour, 3600},      {TimeUnit::minute, 60}};
  const std::int64_t seconds = from_now.count() / 1000;
  for (const auto& unit : units) {
    if (const std::int64_t amount = seconds / unit.seconds; amount != 0) return {amount, unit.unit};
  }
  return {seconds, TimeUnit::second};
}

}  // namespace i18n
}  // namespace objectos
