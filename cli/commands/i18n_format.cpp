// i18n format and i18n plural: what a language does with values.
#include <chrono>

#include "commands/i18n.hpp"
#include "exit_status.hpp"
#include "objectos/i18n.hpp"
#include "objectos/json.hpp"

namespace objectos::cli::i18n {
namespace {

/// "2h", "-2h", or a time.
Millis distance_word(const std::string& text) {
  const bool is_past = text.starts_with('-');
  const bool is_duration = text.find('T') == text.npos && text.find('-', 1) == text.npos;
  if (is_duration) {
    const Millis distance = parse_duration(is_past ? text.substr(1) : text);
    return is_past ? -distance : distance;
  }
  const auto now = std::chrono::time_point_cast<Millis>(std::chrono::system_clock::now());
  return Instant::parse(text).moment() - now;
}

const std::string& currency_option(const Call& call) {
  const std::string* currency = call.args.find("--currency");
  if (!currency)
    throw Error(Errc::usage, Message("cli.missing", "{{name}} is missing", {{"name", "--currency"}}));
  return *currency;
}

FormatOptions options_of(const Call& call, const std::string& locale) {
  FormatOptions options;
  options.locale = locale;
  if (const std::string* style = call.args.find("--style")) options.style = parse_format_style(*style);
  if (const std::string* zone = call.args.find("--time-zone")) options.time_zone = *zone;
  return options;
}

std::string formatted(const Call& call, const I18n& service, const FormatOptions& options) {
  const std::string& kind = call.args.positionals[0];
  if (kind == "list") return service.format_list(std::span(call.args.positionals).subspan(1), options);
  if (call.args.positionals.size() > 2)
    throw Error(Errc::usage, Message("i18n.one_value", "{{kind}} takes one VALUE", {{"kind", kind}}));
  const std::string& value = call.args.positionals[1];
  if (kind == "number") return service.format_number(Number::parse(value), options);
  if (kind == "percent") return service.format_percent(Number::parse(value), options);
  if (kind == "currency")
    return service.format_currency(Number::parse(value), currency_option(call), options);
  if (kind == "date") return service.format_date(Instant::parse(value), options);
  if (kind == "time") return service.format_time(Instant::parse(value), options);
  if (kind == "datetime") return service.format_datetime(Instant::parse(value), options);
  if (kind == "relative") return service.format_relative(distance_word(value), options);
  throw Error(Errc::usage, Message("i18n.kind",
                                   "\"{{kind}}\" is none of number, currency, percent, date, time, "
                                   "datetime, relative, list",
                                   {{"kind", kind}}))
      .at("KIND");
}

}  // namespace

int format(Call& call) {
  for (const std::string& word : call.args.positionals) check_text(word, "VALUE");
  const std::string locale = locale_of(call);
  const std::string text = formatted(call, I18n(), options_of(call, locale));
  call.out.line(call.out.json() ? "{\"value\":" + json::quoted(text) + "}" : text);
  return exit_status::ok;
}

int plural(Call& call) {
  const std::string category(plural_category(locale_of(call), call.args.positionals[0]));
  call.out.line(call.out.json() ? "{\"category\":" + json::quoted(category) + "}" : category);
  return exit_status::ok;
}

}  // namespace objectos::cli::i18n
