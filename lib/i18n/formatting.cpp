// The service's formatting: ICU's, in the locale that is asked for or the present one.
#include "i18n/formats.hpp"
#include "i18n/locale_tag.hpp"
#include "objectos/i18n.hpp"

namespace objectos {
namespace {

/// Options with a locale; `present` is kept where they look into it.
FormatOptions with_locale(FormatOptions options, std::string& present, const I18n& service) {
  if (options.locale.empty()) {
    present = service.locale();
    options.locale = present;
  }
  i18n::check_locale_tag(options.locale);
  return options;
}

}  // namespace

std::string I18n::format_number(const Number& number, const FormatOptions& options) const {
  std::string present;
  return i18n::formats().number(number, with_locale(options, present, *this));
}

std::string I18n::format_percent(const Number& number, const FormatOptions& options) const {
  std::string present;
  return i18n::formats().percent(number, with_locale(options, present, *this));
}

std::string I18n::format_currency(const Number& number, std::string_view currency,
                                  const FormatOptions& options) const {
  std::string present;
  return i18n::formats().currency(number, currency, with_locale(options, present, *this));
}

std::string I18n::format_date(const Instant& instant, const FormatOptions& options) const {
  std::string present;
  return i18n::formats().date(instant, i18n::DateParts::date, with_locale(options, present, *this));
}

std::string I18n::format_time(const Instant& instant, const FormatOptions& options) const {
  std::string present;
  return i18n::formats().date(instant, i18n::DateParts::time, with_locale(options, present, *this));
}

std::string I18n::format_datetime(const Instant& instant, const FormatOptions& options) const {
  std::string present;
  return i18n::formats().date(instant, i18n::DateParts::both, with_locale(options, present, *this));
}

std::string I18n::format_relative(Millis from_now, const FormatOptions& options) const {
  std::string present;
  const i18n::RelativeTime time = i18n::relative_time(from_now);
  return i18n::formats().relative(time.amount, time.unit, with_locale(options, present, *this));
}

std::string I18n::format_list(std::span<const std::string> items, const FormatOptions& options) const {
  std::string present;
  return i18n::formats().list(items, with_locale(options, present, *this));
}

}  // namespace objectos
