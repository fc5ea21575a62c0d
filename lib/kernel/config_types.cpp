// What the types of configuration keys accept, and what is said of values that they do not.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include "core/ascii.hpp"
#include "kernel/config_table.hpp"
#include "objectos/error.hpp"
#include "objectos/log.hpp"

namespace objectos {
namespace config {

using Type = ConfigKey::Type;

namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

}  // namespace

std::optional<bool> to_boolean(std::string_view text) noexcept {
  struct Word {
    std::string_view text;
    bool value;
  };
  static constexpr Word words[] = {{"true", true}, {"false", false}, {"1", true},  {"0", false},
                                   {"yes", true},  {"no", false},    {"on", true}, {"off", false}};
  for (const Word& word : words) {
    if (ascii::equal_folded(word.text, text)) return word.value;
  }
  return std::nullopt;
}

std::optional<std::int64_t> to_integer(std::string_view text) noexcept {
  std::int64_t value = 0;
  const char* end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, value);
  if (text.empty() || parsed.ec != std::errc() || parsed.ptr != end) return std::nullopt;
  return value;
}

std::optional<double> to_number(std::string_view text) noexcept {
  double value = 0;
  const char* end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, value);
  if (text.empty() || parsed.ec != std::errc() || parsed.ptr != end || !std::isfinite(value))
    return std::nullopt;
  return value;
}

bool is_bare_number(std::string_view text) noexcept {
  return !text.empty() && is_digit(text.front()) && text.find_first_not_of("0123456789.") == text.npos;
}

std::string shown(std::string_view text) {
  constexpr std::size_t longest = 60;
  std::size_t length = std::min(text.size(), longest);
  while (length < text.size() && length > 0 && (static_cast<unsigned char>(text[length]) & 0xC0) == 0x80)
    --length;
  std::string out = printable(text.substr(0, length));
  return length < text.size() ? out + "…" : out;
}

namespace {

struct Bounds {
  std::optional<std::int64_t> least, most;
  bool hold(std::int64_t value) const { return (!least || value >= *least) && (!most || value <= *most); }
};

/// An integer row's choices are "LEAST..MOST", either may be missing.
Bounds bounds_of(const ConfigKey& row) noexcept {
  const auto dots = row.choices.find("..");
  if (dots == row.choices.npos) return {};
  return {to_integer(row.choices.substr(0, dots)), to_integer(row.choices.substr(dots + 2))};
}

[[noreturn]] void fail_integer(const ConfigKey& row, std::vector<Message::Arg> args) {
  const Bounds bounds = bounds_of(row);
  if (bounds.least) args.emplace_back("least", *bounds.least);
  if (bounds.most) {
    args.emplace_back("most", *bounds.most);
    throw Error(
        Errc::usage,
        Message("config.not_in_range",
                "{{place}}: {{key}} must be a whole number from {{least}} to {{most}}, not {{found}}", args));
  }
  if (bounds.least)
    throw Error(Errc::usage,
                Message("config.too_small",
                        "{{place}}: {{key}} must be a whole number, {{least}} or more, not {{found}}", args));
  throw Error(Errc::usage, Message("config.not_integer",
                                   "{{place}}: {{key}} must be a whole number, not {{found}}", args));
}

std::vector<std::string> choices_of(const ConfigKey& row) {
  std::vector<std::string> out;
  std::string_view rest = row.choices;
  while (!rest.empty()) {
    const auto bar = rest.find('|');
    out.emplace_back(rest.substr(0, bar));
    rest.remove_prefix(bar == rest.npos ? rest.size() : bar + 1);
  }
  return out;
}

[[noreturn]] void fail_choice(const ConfigKey& row, std::string_view found, std::vector<Message::Arg> args) {
  const std::vector<std::string> choices = choices_of(row);
  std::string list;
  for (const std::string& choice : choices) list += (list.empty() ? "" : ", ") + choice;
  args.emplace_back("choices", list);
  Message hint;
  if (found.size() > 2 && found.front() == '"') {
    if (auto near = nearest(found.substr(1, found.size() - 2), choices))
      hint =
          Message("config.did_you_mean_value", "did you mean \"{{value}}\"?", {{"value", std::move(*near)}});
  }
  throw Error(
      Errc::usage,
      Message("config.not_choice", "{{place}}: {{key}} must be one of {{choices}}, not {{found}}", args),
      std::move(hint));
}

bool is_choice(const ConfigKey& row, std::string_view text) {
  const auto choices = choices_of(row);
  return std::find(choices.begin(), choices.end(), text) != choices.end();
}

/// True if `parse` takes `text`: the small languages report by throwing, and their message lacks the place.
template <class Parse>
bool parses(Parse parse, std::string_view text) {
  try {
    parse(text);
    return true;
  } catch (const Error&) {
    return false;
  }
}

bool is_value(const ConfigKey& row, std::string_view text) {
  switch (row.type) {
    case Type::string: return !is_url(row) || (!text.empty() && text.find('\0') == text.npos);
    case Type::path: return !text.empty() && text.find('\0') == text.npos;
    case Type::boolean: return to_boolean(text).has_value();
    case Type::number: return to_number(text).has_value();
    case Type::choice: return is_choice(row, text);
    case Type::duration: return parses(parse_duration, text);
    case Type::size: return parses(parse_size, text);
    case Type::integer: {
      const auto value = to_integer(text);
      return value && bounds_of(row).hold(*value);
    }
    case Type::list:
    case Type::object: break;
  }
  return false;
}

[[noreturn]] void fail_type(const ConfigKey& row, std::string_view place, std::string_view found) {
  std::vector<Message::Arg> args = {{"place", place}, {"key", row.name}, {"found", found}};
  switch (row.type) {
    case Type::string:
      if (is_url(row))
        throw Error(Errc::usage,
                    Message("config.not_url", "{{place}}: {{key}} must be a URL, not {{found}}", args));
      throw Error(Errc::usage,
                  Message("config.not_string", "{{place}}: {{key}} must be a string, not {{found}}", args));
    case Type::boolean:
      throw Error(Errc::usage, Message("config.not_boolean",
                                       "{{place}}: {{key}} must be true or false, not {{found}}", args));
    case Type::number:
      throw Error(Errc::usage,
                  Message("config.not_number", "{{place}}: {{key}} must be a number, not {{found}}", args));
    case Type::duration:
      throw Error(Errc::usage,
                  Message("config.not_duration",
                          "{{place}}: {{key}} must be a duration such as 30s or 1h30m, not {{found}}", args));
    case Type::size:
      throw Error(Errc::usage,
                  Message("config.not_size",
                          "{{place}}: {{key}} must be a size such as 64KiB or 10MB, not {{found}}", args));
    case Type::path:
      throw Error(Errc::usage,
                  Message("config.not_path", "{{place}}: {{key}} must be a path, not {{found}}", args));
    case Type::list:
      throw Error(Errc::usage,
                  Message("config.not_list", "{{place}}: {{key}} must be a list, not {{found}}", args));
    case Type::object:
      throw Error(Errc::usage,
                  Message("config.not_object", "{{place}}: {{key}} must be an object, not {{found}}", args));
    case Type::choice: fail_choice(row, found, std::move(args));
    case Type::integer: break;
  }
  fail_integer(row, std::move(args));
}

[[noreturn]] void fail_element(const ConfigKey& row, const std::string& place, const std::string& found) {
  std::vector<Message::Arg> args = {{"place", place}, {"key", row.name}, {"found", found}};
  if (row.choices == "string")
    throw Error(Errc::usage,
                Message("config.element_not_string",
                        "{{place}}: every item of {{key}} must be a string, not {{found}}", args));
  if (row.choices == "number")
    throw Error(Errc::usage,
                Message("config.element_not_number",
                        "{{place}}: every item of {{key}} must be a number, not {{found}}", args));
  throw Error(Errc::usage,
              Message("config.element_not_object",
                      "{{place}}: every item of {{key}} must be an object, not {{found}}", args));
}

/// True if a value of that kind can be one of `row`, or a string that says one.
bool takes_kind(const ConfigKey& row, json::Kind kind) {
  using json::Kind;
  switch (row.type) {
    case Type::list: return kind == Kind::array;
    case Type::object: return kind == Kind::object;
    case Type::boolean: return kind == Kind::boolean || kind == Kind::string;
    case Type::string:
    case Type::path:
    case Type::choice: return kind == Kind::string;
    default: return kind == Kind::number || kind == Kind::string;
  }
}

}  // namespace

std::string Document::place(std::size_t offset) const {
  const json::LineColumn at = json::line_column(text, offset);
  return std::string(name) + ':' + std::to_string(at.line) + ':' + std::to_string(at.column);
}

std::string shown(const json::Node& node) {
  if (node.kind == json::Kind::object) return "{…}";
  if (node.kind == json::Kind::array) return "[…]";
  if (node.kind == json::Kind::string) return '"' + shown(redact(node.string)) + '"';
  return shown(node.text);
}

void check_text(const ConfigKey& row, std::string_view text, std::string_view place, Quotes quotes) {
  if (is_value(row, text)) return;
  const char* const quote = quotes == Quotes::yes ? "\"" : "";
  fail_type(row, place, row.secret ? "***" : quote + shown(redact(text)) + quote);
}

void check_kind(const ConfigKey& row, const json::Node& node, const Document& document) {
  if (!takes_kind(row, node.kind))
    fail_type(row, document.place(node.offset), row.secret ? "***" : shown(node));
  if ((row.type != Type::list && row.type != Type::object) || row.choices.empty()) return;
  const json::Kind kind = row.choices == "string"   ? json::Kind::string
                          : row.choices == "number" ? json::Kind::number
                                                    : json::Kind::object;
  const auto check = [&](const json::Node& element) {
    if (element.kind != kind) fail_element(row, document.place(element.offset), shown(element));
  };
  for (const json::Node& element : node.elements) check(element);
  for (const json::Member& member : node.members) check(member.value);
}

}  // namespace config

std::span<const ConfigKey> config_item_keys(const ConfigKey& list) {
  return config::item_rows(list);
}

const ConfigItem::Member* ConfigItem::find(std::string_view name) const noexcept {
  for (const Member& member : members) {
    if (member.key->name.substr(member.key->name.rfind('.') + 1) == name) return &member;
  }
  return nullptr;
}

std::string config_type_name(const ConfigKey& key) {
  switch (key.type) {
    case ConfigKey::Type::string: return "string";
    case ConfigKey::Type::boolean: return "boolean";
    case ConfigKey::Type::integer: return "integer";
    case ConfigKey::Type::number: return "number";
    case ConfigKey::Type::duration: return "duration";
    case ConfigKey::Type::size: return "size";
    case ConfigKey::Type::path: return "path";
    case ConfigKey::Type::object:
      return key.choices.empty() ? "object" : "object of " + std::string(key.choices) + "s";
    case ConfigKey::Type::choice: return std::string(key.choices);
    case ConfigKey::Type::list: break;
  }
  return key.choices.empty() ? "list" : "list of " + std::string(key.choices) + "s";
}

}  // namespace objectos
