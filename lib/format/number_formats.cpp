#include "format/number_formats.hpp"

#include <unicode/ucurr.h>

#include <algorithm>

#include "format/locale.hpp"
#include "icu/failure.hpp"
#include "objectos/error.hpp"

namespace objectos::format {
namespace {

using ::icu::number::Notation;
using ::icu::number::NumberFormatter;
using ::icu::number::Precision;

/// What tells formatters apart, besides what they format.
std::string key_of(const FormatOptions& options, std::string_view kind) {
  std::string key(options.locale);
  key.append(" ").append(kind).append(" ").append(std::to_string(static_cast<int>(options.style)));
  return key;
}

bool is_compact(FormatStyle style) noexcept {
  return style == FormatStyle::short_ || style == FormatStyle::long_;
}

Notation compact(FormatStyle style) {
  return style == FormatStyle::short_ ? Notation(Notation::compactShort())
                                      : Notation(Notation::compactLong());
}

/// How many decimals are written; ICU takes no more than 999.
int decimals_of(const Number& number) {
  const std::size_t point = number.text().find('.');
  return point == std::string::npos ? 0 : static_cast<int>(number.text().size() - point - 1);
}

::icu::CurrencyUnit currency_of(std::string_view code) {
  std::u16string letters;
  for (const char c : code) letters += static_cast<char16_t>(c >= 'a' && c <= 'z' ? c & ~0x20 : c);
  const bool are_letters = code.size() == 3 && std::all_of(letters.begin(), letters.end(),
                                                           [](char16_t c) { return c >= u'A' && c <= u'Z'; });
  UErrorCode status = U_ZERO_ERROR;
  if (!are_letters || !::ucurr_isAvailable(letters.c_str(), U_DATE_MIN, U_DATE_MAX, &status)) {
    throw Error(Errc::usage, Message("icu.unknown_currency", "\"{{code}}\" is not a currency such as EUR",
                                     {{"code", code.substr(0, 40)}}));
  }
  ::icu::CurrencyUnit unit(letters.c_str(), status);
  icu::check(status, "take the currency");
  return unit;
}

}  // namespace

std::string NumberFormats::format(const Number& number, const FormatOptions& options, std::string_view kind,
                                  const Settings& settings) const {
  const auto formatter = formatters_.get(key_of(options, kind), [&] {
    return std::make_shared<const Formatter>(settings.locale(known_locale(options.locale)));
  });
  UErrorCode status = U_ZERO_ERROR;
  const auto result = formatter->formatDecimal(number.text(), status);
  const ::icu::UnicodeString text = result.toString(status);
  icu::check(status, "format the number");
  return utf8_of(text);
}

std::string NumberFormats::number(const Number& number, const FormatOptions& options) const {
  if (is_compact(options.style))
    return format(number, options, "compact", NumberFormatter::with().notation(compact(options.style)));
  const int decimals = decimals_of(number);
  return format(number, options, "number " + std::to_string(decimals),
                NumberFormatter::with().precision(Precision::fixedFraction(decimals)));
}

std::string NumberFormats::percent(const Number& number, const FormatOptions& options) const {
  const int decimals = std::max(0, decimals_of(number) - 2);
  return format(number, options, "percent " + std::to_string(decimals),
                NumberFormatter::with()
                    .unit(::icu::MeasureUnit::getPercent())
                    .scale(::icu::number::Scale::powerOfTen(2))
                    .precision(Precision::fixedFraction(decimals)));
}

std::string NumberFormats::currency(const Number& number, std::string_view code,
                                    const FormatOptions& options) const {
  Settings settings = NumberFormatter::with().unit(currency_of(code));
  if (is_compact(options.style)) settings = settings.notation(compact(options.style));
  if (options.style == FormatStyle::full) settings = settings.unitWidth(UNUM_UNIT_WIDTH_FULL_NAME);
  return format(number, options, "currency " + std::string(code), settings);
}

}  // namespace objectos::format
