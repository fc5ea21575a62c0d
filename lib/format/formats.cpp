#include "format/formats.hpp"

#include <unicode/listformatter.h>

#include <memory>
#include <vector>

#include "format/date_formats.hpp"
#include "format/locale.hpp"
#include "format/number_formats.hpp"
#include "icu/failure.hpp"

namespace objectos::format {
namespace {

std::string list_text(std::span<const std::string> items, const FormatOptions& options) {
  UErrorCode status = U_ZERO_ERROR;
  const auto width = options.style == FormatStyle::short_ ? ULISTFMT_WIDTH_SHORT : ULISTFMT_WIDTH_WIDE;
  const std::unique_ptr<::icu::ListFormatter> formatter(
      ::icu::ListFormatter::createInstance(known_locale(options.locale), ULISTFMT_TYPE_AND, width, status));
  icu::check(status, "make a list format");
  std::vector<::icu::UnicodeString> texts;
  for (const std::string& item : items) texts.push_back(::icu::UnicodeString::fromUTF8(item));
  ::icu::UnicodeString text;
  formatter->format(texts.data(), static_cast<std::int32_t>(texts.size()), text, status);
  icu::check(status, "format a list");
  return utf8_of(text);
}

class Formats final : public i18n::Formats {
 public:
  std::string number(const Number& number, const FormatOptions& options) const override {
    return numbers_.number(number, options);
  }
  std::string percent(const Number& number, const FormatOptions& options) const override {
    return numbers_.percent(number, options);
  }
  std::string currency(const Number& number, std::string_view code,
                       const FormatOptions& options) const override {
    return numbers_.currency(number, code, options);
  }
  std::string date(const Instant& instant, i18n::DateParts parts,
                   const FormatOptions& options) const override {
    return dates_.date(instant, parts, options);
  }
  std::string relative(std::int64_t amount, i18n::TimeUnit unit,
                       const FormatOptions& options) const override {
    return dates_.relative(amount, unit, options);
  }
  std::string list(std::span<const std::string> items, const FormatOptions& options) const override {
    return list_text(items, options);
  }

 private:
  NumberFormats numbers_;
  DateFormats dates_;
};

}  // namespace

const i18n::Formats& formats() {
  // Never destroyed: threads may still ask while the process ends.
  static const i18n::Formats& all = *std::make_unique<Formats>().release();
  return all;
}

}  // namespace objectos::format
