#include "metrics/names.hpp"

#include <algorithm>
#include <charconv>
#include <iterator>

#include "core/utf8.hpp"
#include "objectos/log.hpp"

namespace objectos::metrics {
namespace {

constexpr std::size_t max_name_bytes = 1024;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

struct Rules {
  bool colon;  ///< metric names may have it, label names not
  bool is_first(char c) const { return is_letter(c) || (colon && c == ':'); }
  bool is_legal(char c, bool first) const { return is_first(c) || (!first && is_digit(c)); }
};
constexpr Rules metric_rules{true}, label_rules{false};

std::size_t plain_length(std::string_view text, Rules rules) {
  std::size_t length = 0;
  while (length < text.size() && rules.is_legal(text[length], length == 0)) ++length;
  return length;
}

bool is_plain(std::string_view name, Rules rules) {
  return !name.empty() && plain_length(name, rules) == name.size();
}

/// Beyond what the formats take: separators that export maps, and all of Unicode but ASCII and its controls.
bool is_storable(std::string_view character, Rules rules, bool first) {
  if (character.size() == 1)
    return rules.is_legal(character[0], first) ||
           (!first && std::string_view(".-/").find(character[0]) != std::string_view::npos);
  return !(character.size() == 2 && static_cast<unsigned char>(character[0]) == 0xC2 &&
           static_cast<unsigned char>(character[1]) < 0xA0);
}

void check(std::string_view name, Rules rules) {
  if (name.empty()) throw Error(Errc::usage, Message("metrics.empty_name", "a name must not be empty"));
  if (name.size() > max_name_bytes) {
    throw Error(Errc::usage, Message("metrics.long_name", "a name has at most {{count}} bytes",
                                     {{"count", max_name_bytes}}));
  }
  for (std::size_t at = 0, place = 1; at < name.size(); ++place) {
    const std::size_t length = utf8::sequence_length(name.substr(at));
    if (length == 0)
      throw Error(Errc::usage,
                  Message("metrics.name_utf8", "the name is not valid UTF-8, at character {{place}}",
                          {{"place", place}}));
    const std::string_view character = name.substr(at, length);
    if (!is_storable(character, rules, at == 0)) {
      throw Error(
          Errc::usage,
          Message("metrics.name",
                  "\"{{character}}\" is not allowed in a name, at character {{place}} of \"{{name}}\"",
                  {{"character", printable(character)}, {"place", place}, {"name", printable(name)}}),
          Message("metrics.name_hint",
                  "names are letters, digits, _ . - and /, metric names also :, and begin with no digit"));
    }
    at += length;
  }
}

/// Calls `each` with every code point's bytes; an ill-formed byte is one of its own, of length 0.
template <class Each>
void for_each_character(std::string_view name, Each each) {
  for (std::size_t at = 0; at < name.size();) {
    const std::size_t length = utf8::sequence_length(name.substr(at));
    each(name.substr(at, std::max<std::size_t>(length, 1)), length > 0, at == 0);
    at += std::max<std::size_t>(length, 1);
  }
}

std::string with_underscores(std::string_view name, Rules rules) {
  std::string out;
  for_each_character(name, [&](std::string_view character, bool, bool first) {
    out += character.size() == 1 && rules.is_legal(character[0], first) ? character[0] : '_';
  });
  return out;
}

std::string with_dots(std::string_view name, Rules rules) {
  std::string out;
  for_each_character(name, [&](std::string_view character, bool, bool first) {
    if (character == "_") {
      out += "__";
    } else if (character == ".") {
      out += "_dot_";
    } else if (character.size() == 1 && rules.is_legal(character[0], first)) {
      out += character[0];
    } else {
      out += "__";
    }
  });
  return out;
}

std::string with_values(std::string_view name, Rules rules) {
  if (is_plain(name, rules)) return std::string(name);
  std::string out = "U__";
  for_each_character(name, [&](std::string_view character, bool valid, bool first) {
    if (character == "_") {
      out += "__";
    } else if (character.size() == 1 && valid && rules.is_legal(character[0], first)) {
      out += character[0];
    } else if (!valid) {
      out += "_FFFD_";
    } else {
      char hex[8];
      out.append("_")
          .append(hex, std::to_chars(hex, std::end(hex), utf8::decode(character), 16).ptr)
          .append("_");
    }
  });
  return out;
}

std::string mapped(std::string_view name, MetricsEscaping scheme, Rules rules) {
  switch (scheme) {
    case MetricsEscaping::underscores: return with_underscores(name, rules);
    case MetricsEscaping::dots: return with_dots(name, rules);
    case MetricsEscaping::values: return with_values(name, rules);
    case MetricsEscaping::allow_utf8: break;
  }
  return std::string(name);
}

}  // namespace

void check_metric_name(std::string_view name) {
  check(name, metric_rules);
}

void check_label_name(std::string_view name) {
  check(name, label_rules);
  const std::string written = with_underscores(name, label_rules);
  if (written != "le" && written != "quantile" && !written.starts_with("__")) return;
  throw Error(Errc::usage,
              Message("metrics.reserved_label", "the label name \"{{name}}\" is reserved", {{"name", name}}),
              Message("metrics.reserved_label_hint", "reserved are le, quantile and what begins with __"));
}

bool is_plain_metric_name(std::string_view name) noexcept {
  return is_plain(name, metric_rules);
}

bool is_plain_label_name(std::string_view name) noexcept {
  return is_plain(name, label_rules);
}

std::size_t plain_metric_name_length(std::string_view text) noexcept {
  return plain_length(text, metric_rules);
}

std::size_t plain_label_name_length(std::string_view text) noexcept {
  return plain_length(text, label_rules);
}

std::string mapped_metric_name(std::string_view name, MetricsEscaping scheme) {
  return mapped(name, scheme, metric_rules);
}

std::string mapped_label_name(std::string_view name, MetricsEscaping scheme) {
  return mapped(name, scheme, label_rules);
}

std::string_view without_total(std::string_view name) noexcept {
  constexpr std::string_view ending = "total";
  if (!name.ends_with(ending)) return name;
  std::string_view rest = name.substr(0, name.size() - ending.size());
  // One character, perhaps of several bytes, that is no letter or digit.
  while (rest.size() > 1 && (static_cast<unsigned char>(rest.back()) & 0xC0) == 0x80) rest.remove_suffix(1);
  const bool is_separator =
      rest.size() > 1 && (rest.back() == '_' || !metric_rules.is_legal(rest.back(), false));
  return is_separator ? rest.substr(0, rest.size() - 1) : name;
}

}  // namespace objectos::metrics
