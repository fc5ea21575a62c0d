#include <charconv>

#include "objectos/message_templates.hpp"

namespace objectos {
namespace {

/// A number as an argument of a text: whole ones choose plural forms exactly.
TextArg number_argument(std::string_view name, std::string_view digits) {
  std::int64_t whole = 0;
  const char* const end = digits.data() + digits.size();
  if (const auto read = std::from_chars(digits.data(), end, whole); read.ec == std::errc() && read.ptr == end)
    return {name, whole};
  double real = 0;
  std::from_chars(digits.data(), end, real);
  return {name, real};
}

FormatStyle style_named(std::string_view text) {
  return text.empty() ? FormatStyle::standard : parse_format_style(text);
}

/// Takes `word` from the front of `style`, which may be all of it.
bool takes_word(std::string_view& style, std::string_view word) noexcept {
  if (!style.starts_with(word) || (style.size() > word.size() && style[word.size()] != ' ')) return false;
  style.remove_prefix(std::min(style.size(), word.size() + 1));
  return true;
}

}  // namespace

I18nTemplateLanguage::I18nTemplateLanguage(const I18n& i18n, std::string locale)
    : i18n_(i18n), locale_(std::move(locale)) {}
I18nTemplateLanguage::~I18nTemplateLanguage() = default;

std::string I18nTemplateLanguage::translate(std::string_view key, const std::vector<Arg>& args) const {
  std::vector<TextArg> given;
  for (const Arg& arg : args) {
    given.push_back(arg.kind == Arg::Kind::number ? number_argument(arg.name, arg.text)
                                                  : TextArg(arg.name, arg.text));
  }
  return i18n_.t(locale_, key, given);
}

std::string I18nTemplateLanguage::format_number(std::string_view number, std::string_view style) const {
  if (takes_word(style, "percent"))
    return i18n_.format_percent(Number::parse(number),
                                {.locale = locale_, .style = style_named(style), .time_zone = {}});
  return i18n_.format_number(Number::parse(number),
                             {.locale = locale_, .style = style_named(style), .time_zone = {}});
}

std::string I18nTemplateLanguage::format_currency(std::string_view number, std::string_view currency,
                                                  std::string_view style) const {
  return i18n_.format_currency(Number::parse(number), currency,
                               {.locale = locale_, .style = style_named(style), .time_zone = {}});
}

std::string I18nTemplateLanguage::format_date(std::string_view date, std::string_view style,
                                              std::string_view zone) const {
  const Instant instant = Instant::parse(date);
  const bool is_datetime = takes_word(style, "datetime");
  const bool is_time = !is_datetime && takes_word(style, "time");
  const FormatOptions options{.locale = locale_, .style = style_named(style), .time_zone = zone};
  if (is_datetime) return i18n_.format_datetime(instant, options);
  return is_time ? i18n_.format_time(instant, options) : i18n_.format_date(instant, options);
}

}  // namespace objectos
