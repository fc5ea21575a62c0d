#include "template/helpers.hpp"

#include <array>
#include <chrono>
#include <cmath>
#include <vector>

#include "core/percent.hpp"
#include "objectos/text.hpp"
#include "template/letter_case.hpp"
#include "template/number_text.hpp"
#include "template/text_form.hpp"

namespace objectos::templates {
namespace {

using Use = HelperInfo::Use;
constexpr std::size_t any_number = HelperInfo::any_number;

/// In the order of the enumeration.
constexpr std::array<HelperInfo, 23> infos{{
    {"if", Helper::if_, 1, 1, Use::block},
    {"unless", Helper::unless, 1, 1, Use::block},
    {"each", Helper::each, 1, 1, Use::block},
    {"with", Helper::with, 1, 1, Use::block},
    {"lookup", Helper::lookup, 2, 2, Use::value},
    {"log", Helper::log, 0, any_number, Use::value},
    {"upper", Helper::upper, 1, 1, Use::value},
    {"lower", Helper::lower, 1, 1, Use::value},
    {"eq", Helper::eq, 2, 2, Use::condition},
    {"ne", Helper::ne, 2, 2, Use::condition},
    {"lt", Helper::lt, 2, 2, Use::condition},
    {"gt", Helper::gt, 2, 2, Use::condition},
    {"and", Helper::and_, 1, any_number, Use::condition},
    {"or", Helper::or_, 1, any_number, Use::condition},
    {"not", Helper::not_, 1, 1, Use::condition},
    {"default", Helper::default_, 2, 2, Use::value},
    {"join", Helper::join, 1, 2, Use::value},
    {"json", Helper::json, 1, 1, Use::value},
    {"urlencode", Helper::urlencode, 1, 1, Use::value},
    {"t", Helper::translate, 1, 1, Use::value},
    {"formatNumber", Helper::format_number, 1, 2, Use::value},
    {"formatCurrency", Helper::format_currency, 2, 3, Use::value},
    {"formatDate", Helper::format_date, 1, 2, Use::value},
}};

std::string text_of(const Value& value) {
  std::string text;
  append_text(text, value);
  return text;
}

/// The argument `place`, or the one called `name`; absent if there is neither.
Value argument(const HelperCall& call, std::size_t place, std::string_view name) {
  if (place < call.args.size()) return call.args[place];
  for (const NamedValue& named : call.named) {
    if (named.name == name) return named.value;
  }
  return {};
}

Value kept(const HelperCall& call, std::string_view text) {
  return Value::of(call.texts.keep(text));
}

Value join(const HelperCall& call) {
  const Value list = call.args[0];
  if (!list.is(Value::Kind::array)) return kept(call, text_of(list));
  const std::string separator = call.args.size() > 1 ? text_of(call.args[1]) : ", ";
  std::string text;
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (i > 0) text += separator;
    append_text(text, list.elements()[i]);
  }
  return kept(call, text);
}

Value lookup(const HelperCall& call) {
  const Value from = call.args[0];
  if (!is_truthy(from)) return from;
  if (call.args[1].is(Value::Kind::string)) return property(from, call.args[1].text());
  return property(from, Key(key_text(call.args[1])));
}

/// The first of `args` that is not `wanted` as a condition, else the last.
Value first_unlike(std::span<const Value> args, bool wanted) {
  for (const Value& value : args) {
    if (is_condition(value) != wanted) return value;
  }
  return args.back();
}

// ---- what the language does ----------------------------------------------------------------------------

const TemplateLanguage& language_of(const HelperCall& call) {
  if (call.language) return *call.language;
  throw Error(Errc::data,
              Message("template.no_language", "{{helper}} needs translations, and none are given here",
                      {{"helper", helper_info(call.helper).name}}));
}

/// In decimal digits. Error for what is no finite number.
std::string number_argument(const HelperCall& call) {
  const Value& value = call.args[0];
  const double number = value.is_absent() ? NAN : number_of(value);
  if (!std::isfinite(number) || (value.is(Value::Kind::string) && value.size() == 0)) {
    throw Error(Errc::data, Message("template.no_number", "{{helper}} takes a number",
                                    {{"helper", helper_info(call.helper).name}}));
  }
  return decimal_text(number);
}

Value translate(const HelperCall& call) {
  std::vector<std::string> numbers;
  std::vector<std::string> texts;
  numbers.reserve(call.named.size());
  texts.reserve(call.named.size());
  std::vector<TemplateLanguage::Arg> args;
  for (const auto& [name, value] : call.named) {
    using Kind = TemplateLanguage::Arg::Kind;
    if (value.is(Value::Kind::number) && std::isfinite(value.number())) {
      args.push_back({name, Kind::number, numbers.emplace_back(decimal_text(value.number()))});
    } else {
      args.push_back({name, Kind::text, texts.emplace_back(text_of(value))});
    }
  }
  return kept(call, language_of(call).translate(text_of(call.args[0]), args));
}

/// RFC 3339, or the text as it stands.
std::string date_argument(const Value& value) {
  constexpr double most = static_cast<double>(max_time_ms);
  const bool is_number = value.is(Value::Kind::number);
  if (is_number ? !(std::fabs(value.number()) <= most)
                : value.kind() != Value::Kind::string || value.size() == 0) {
    throw Error(Errc::data,
                Message("template.no_date", "formatDate takes a time, a day or milliseconds since 1970"));
  }
  return is_number ? format_time(static_cast<std::int64_t>(value.number())) : text_of(value);
}

Value format_date(const HelperCall& call) {
  const TemplateLanguage& language = language_of(call);
  const std::string style = text_of(argument(call, 1, "style"));
  const std::string zone = text_of(argument(call, any_number, "zone"));
  return kept(call, language.format_date(date_argument(call.args[0]), style, zone));
}

Value format_number(const HelperCall& call) {
  const TemplateLanguage& language = language_of(call);
  return kept(call, language.format_number(number_argument(call), text_of(argument(call, 1, "style"))));
}

Value format_currency(const HelperCall& call) {
  const TemplateLanguage& language = language_of(call);
  return kept(call, language.format_currency(number_argument(call), text_of(call.args[1]),
                                             text_of(argument(call, 2, "style"))));
}

}  // namespace

const HelperInfo* find_helper(std::string_view name) noexcept {
  for (const HelperInfo& info : infos) {
    if (info.name == name) return &info;
  }
  return nullptr;
}

const HelperInfo& helper_info(Helper helper) noexcept {
  return infos[static_cast<std::size_t>(helper)];
}

std::string nearest_helper(std::string_view name) {
  std::vector<std::string> names;
  for (const HelperInfo& info : infos) names.emplace_back(info.name);
  return nearest(name, names).value_or("");
}

Value call_helper(const HelperCall& call) {
  const std::span<const Value> args = call.args;
  switch (call.helper) {
    case Helper::if_:
    case Helper::unless:
    case Helper::each:
    case Helper::with:
    case Helper::log: return {};
    case Helper::lookup: return lookup(call);
    case Helper::upper: return kept(call, upper_case(text_of(args[0])));
    case Helper::lower: return kept(call, lower_case(text_of(args[0])));
    case Helper::eq: return Value::of(is_same(args[0], args[1]));
    case Helper::ne: return Value::of(!is_same(args[0], args[1]));
    case Helper::lt: return Value::of(is_less(args[0], args[1]));
    case Helper::gt: return Value::of(is_less(args[1], args[0]));
    case Helper::and_: return first_unlike(args, true);
    case Helper::or_: return first_unlike(args, false);
    case Helper::not_: return Value::of(!is_condition(args[0]));
    case Helper::default_: {
      const bool is_missing = args[0].is_absent() || (args[0].is(Value::Kind::string) && args[0].size() == 0);
      return is_missing ? args[1] : args[0];
    }
    case Helper::join: return join(call);
    case Helper::json: {
      if (args[0].is(Value::Kind::undefined)) return {};
      std::string text;
      append_json(text, args[0]);
      return kept(call, text);
    }
    case Helper::urlencode: return kept(call, percent::encoded(text_of(args[0])));
    case Helper::translate: return translate(call);
    case Helper::format_number: return format_number(call);
    case Helper::format_currency: return format_currency(call);
    case Helper::format_date: return format_date(call);
  }
  return {};
}

}  // namespace objectos::templates
