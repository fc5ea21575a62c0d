#include "i18n/fill.hpp"

#include <charconv>

#include "i18n/formats.hpp"
#include "objectos/error.hpp"

namespace objectos::i18n {
namespace {

template <class Value>
void append_digits(std::string& out, Value value) {
  char buffer[32];
  out.append(buffer, std::to_chars(buffer, buffer + sizeof buffer, value).ptr);
}

void append_list(std::string& out, std::span<const std::string> items) {
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) out += ", ";
    out += items[i];
  }
}

// ---- values as a directive wants them

Number number_of(const TextArg& arg) {
  switch (arg.kind()) {
    case TextArg::Kind::integer: return arg.integer();
    case TextArg::Kind::natural: return arg.natural();
    case TextArg::Kind::real: return arg.real();
    default: break;
  }
  std::string text;
  append_plain(text, arg);
  return Number::parse(text);
}

Instant instant_of(const TextArg& arg) {
  if (arg.kind() == TextArg::Kind::instant) return arg.instant();
  std::string text;
  append_plain(text, arg);
  return Instant::parse(text);
}

/// A moment is so far from now.
Millis distance_of(const TextArg& arg) {
  const auto now = std::chrono::time_point_cast<Millis>(std::chrono::system_clock::now());
  return instant_of(arg).moment() - now;
}

std::string list_of(const TextArg& arg, const FormatOptions& options) {
  if (arg.kind() == TextArg::Kind::list) return formats().list(arg.list(), options);
  std::string item;
  append_plain(item, arg);
  return formats().list({&item, 1}, options);
}

// ---- directives

[[noreturn]] void unknown_directive(std::string_view name) {
  throw Error(Errc::usage, Message("i18n.directive", "there is no directive \"{{name}}\"", {{"name", name}}));
}

std::string formatted(const TextArg& arg, const Placeholder& placeholder, const FillOptions& fill_options) {
  const std::string_view directive = placeholder.directive;
  FormatOptions options{fill_options.locale, FormatStyle::standard, fill_options.time_zone};
  if (directive == "currency") return formats().currency(number_of(arg), placeholder.argument, options);
  if (!placeholder.argument.empty()) options.style = parse_format_style(placeholder.argument);
  if (directive == "number") return formats().number(number_of(arg), options);
  if (directive == "percent") return formats().percent(number_of(arg), options);
  if (directive == "date") return formats().date(instant_of(arg), DateParts::date, options);
  if (directive == "time") return formats().date(instant_of(arg), DateParts::time, options);
  if (directive == "datetime") return formats().date(instant_of(arg), DateParts::both, options);
  if (directive == "list") return list_of(arg, options);
  if (directive == "relative") {
    const RelativeTime time = relative_time(distance_of(arg));
    return formats().relative(time.amount, time.unit, options);
  }
  unknown_directive(directive);
}

void append_value(std::string& out, const TextArg& arg, const Placeholder& placeholder,
                  const FillOptions& options) {
  if (placeholder.directive.empty()) return append_plain(out, arg);
  try {
    out += formatted(arg, placeholder, options);
  } catch (const Error& error) {
    if (error.code() != Errc::usage) throw;
    append_plain(out, arg);
    if (options.unformatted) options.unformatted->add(placeholder, error.what());
  }
}

}  // namespace

void append_plain(std::string& out, const TextArg& arg) {
  switch (arg.kind()) {
    case TextArg::Kind::text: out += arg.text(); return;
    case TextArg::Kind::integer: return append_digits(out, arg.integer());
    case TextArg::Kind::natural: return append_digits(out, arg.natural());
    case TextArg::Kind::real: return append_digits(out, arg.real());
    case TextArg::Kind::instant:
      out += objectos::format_time(arg.instant().time_since_epoch().count());
      return;
    case TextArg::Kind::list: return append_list(out, arg.list());
  }
}

std::string fill(std::string_view text, TextArgs args, const FillOptions& options) {
  std::string out;
  if (args.empty()) return out.assign(text);
  constexpr std::size_t room = 48;  // for values; a guess
  out.reserve(text.size() + room);
  std::size_t done = 0;
  std::size_t from = 0;
  while (const auto placeholder = next_placeholder(text, from, options.delimiters)) {
    from = placeholder->end;
    const TextArg* arg = args.find(placeholder->name);
    if (!arg) continue;
    out += text.substr(done, placeholder->begin - done);
    append_value(out, *arg, *placeholder, options);
    done = placeholder->end;
  }
  out += text.substr(done);
  return out;
}

}  // namespace objectos::i18n
