// From what a source says about a key to its value.
#include <algorithm>
#include <charconv>
#include <cstring>

#include "kernel/config_state.hpp"
#include "objectos/error.hpp"
#include "objectos/log.hpp"

namespace objectos {

using config::FileValue;
using config::read_variable;
using config::Setting;
using Type = ConfigKey::Type;

Setting config::default_of(const ConfigKey& row) {
  return {.text = std::string(row.default_value)};
}

namespace {

/// "OBJECTOS_CACHE_OPTIONS_MAX_SIZE" on the stack: a look-up of an unset key allocates nothing.
class VariableName {
 public:
  explicit VariableName(std::string_view key) {
    static constexpr std::string_view prefix = "OBJECTOS_";
    std::memcpy(text_, prefix.data(), prefix.size());
    size_ = prefix.size();
    for (const char c : key.substr(0, sizeof text_ - size_))
      text_[size_++] = c == '.' ? '_' : c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  operator std::string_view() const noexcept { return {text_, size_}; }

 private:
  char text_[96];
  std::size_t size_;
};

constexpr std::string_view url_for_all = "OBJECTOS_URL";

}  // namespace

std::optional<Setting> Config::State::find(const ConfigKey& row) const {
  if (!sources.overrides.empty()) {
    if (const auto at = sources.overrides.find(row.name); at != sources.overrides.end())
      return Setting{.kind = ConfigOrigin::Kind::option, .text = at->second};
  }
  if (auto value = read_variable(sources.environment, VariableName(row.name)))
    return Setting{.kind = ConfigOrigin::Kind::environment, .text = std::move(*value)};
  if (config::is_url(row)) {
    auto value = read_variable(sources.environment, url_for_all);
    if (value && config::takes_url(row, *value))
      return Setting{
          .kind = ConfigOrigin::Kind::environment, .text = std::move(*value), .variable = url_for_all};
  }
  for (const auto& file : files) {
    if (const FileValue* value = file->find(row))
      return Setting{.kind = ConfigOrigin::Kind::file, .file = file.get(), .value = value};
  }
  return std::nullopt;
}

Setting Config::State::find_or_default(const ConfigKey& row) const {
  if (auto setting = find(row)) return std::move(*setting);
  return config::default_of(row);
}

ConfigOrigin Config::State::origin(const ConfigKey& row, const Setting& setting) const {
  ConfigOrigin origin;
  origin.kind = setting.kind;
  if (setting.kind == ConfigOrigin::Kind::environment) {
    origin.name = setting.variable.empty() ? config_variable(row.name) : std::string(setting.variable);
  } else if (setting.file) {
    const auto at = json::line_column(setting.file->text, setting.value->node->offset);
    origin.name = setting.file->name;
    origin.line = at.line;
    origin.column = at.column;
    origin.is_found = setting.file->trust == config::Trust::found;
  }
  return origin;
}

// ---- reading -------------------------------------------------------------------------------------------

namespace {

bool is_name(std::string_view text) {
  const auto letter = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_'; };
  return !text.empty() && letter(text.front()) &&
         std::all_of(text.begin(), text.end(), [&](char c) { return letter(c) || (c >= '0' && c <= '9'); });
}

}  // namespace

/// Reads `${NAME}` and `${NAME:-default}`; a `$` before anything else stands for itself. As in a shell, the
/// default also stands in for an empty variable.
std::string Config::State::expand(std::string_view text, const ConfigKey& row, const Setting& setting) const {
  std::string out;
  for (auto open = text.find("${"); open != text.npos; open = text.find("${")) {
    out.append(text.substr(0, open));
    const auto close = text.find('}', open);
    const auto inside = text.substr(open + 2, close == text.npos ? close : close - open - 2);
    const auto dash = inside.find(":-");
    const auto name = inside.substr(0, dash);
    const auto fallback = dash == inside.npos ? std::string_view() : inside.substr(dash + 2);
    if (close == text.npos || !is_name(name) || fallback.find("${") != fallback.npos)
      throw Error(Errc::usage, Message("config.bad_variable",
                                       "{{place}}: {{key}}: \"${\" must begin ${NAME} or ${NAME:-default}",
                                       {{"place", place(row, setting)}, {"key", row.name}}));
    auto value = variables ? variables(name) : std::nullopt;
    if (dash != inside.npos && (!value || value->empty())) value = std::string(fallback);
    if (!value)
      throw Error(Errc::usage,
                  Message("config.unset_variable", "{{place}}: {{key}}: the variable {{name}} is not set",
                          {{"place", place(row, setting)}, {"key", row.name}, {"name", name}}),
                  Message("config.unset_variable_hint", "set it, or give a default: {{example}}",
                          {{"example", "${" + std::string(name) + ":-…}"}}));
    out.append(*value);
    text.remove_prefix(close + 1);
  }
  return out.append(text);
}

/// The text of a scalar with `${NAME}` read. Nothing where a file's text comes out empty and that is no
/// value, so that `"port": "${PORT:-}"` leaves the port unset.
std::optional<std::string> Config::State::written(const ConfigKey& row, const Setting& setting) const {
  if (setting.kind == ConfigOrigin::Kind::default_value && setting.text.empty()) return std::nullopt;
  if (!setting.file) return setting.text;
  const json::Node& node = *setting.value->node;
  config::check_kind(row, node, setting.file->document());
  std::string text = node.kind == json::Kind::string ? expanded(node, row, setting) : std::string(node.text);
  if (text.empty() && (row.type != Type::string || config::is_url(row))) return std::nullopt;
  const bool in_milliseconds = setting.value->camel_case && row.name.ends_with(".retry_delay");
  if (in_milliseconds && config::is_bare_number(text)) text += "ms";
  return text;
}

namespace {

/// In the URL it is percent-encoded, a server's reply may quote what it stands for.
void hide_password(std::string_view encoded) {
  std::string plain;
  for (std::size_t i = 0; i < encoded.size(); ++i) {
    unsigned byte = 0;
    const char* const digits = encoded.data() + i + 1;
    if (encoded[i] == '%' && i + 2 < encoded.size() &&
        std::from_chars(digits, digits + 2, byte, 16).ptr == digits + 2) {
      plain += static_cast<char>(byte);
      i += 2;
    } else {
      plain += encoded[i];
    }
  }
  add_secret(encoded);
  add_secret(plain);
}

}  // namespace

/// The value of a scalar: checked, paths absolute, booleans in one spelling.
std::optional<std::string> Config::State::read(const ConfigKey& row, const Setting& setting) const {
  auto text = written(row, setting);
  if (!text && setting.kind != ConfigOrigin::Kind::default_value && !row.default_value.empty())
    return read(row, config::default_of(row));
  if (!text) return text;
  if (row.secret && !text->empty()) add_secret(*text);
  const bool url = config::is_url(row);
  if (url) hide_password(config::url_password(*text));
  // Checking builds the place's text, so only where it can fail.
  if (row.type != Type::string || url) {
    const bool string = !setting.file || setting.value->node->kind == json::Kind::string;
    config::check_text(row, *text, place(row, setting), string ? config::Quotes::yes : config::Quotes::no);
  }
  if (row.type == Type::path) return absolute(*text, row, setting);
  if (row.type == Type::boolean) return *config::to_boolean(*text) ? "true" : "false";
  static constexpr std::string_view sqlite = "sqlite:";
  if (url && text->size() > sqlite.size() && text->starts_with(sqlite))
    return std::string(sqlite) + absolute(std::string_view(*text).substr(sqlite.size()), row, setting);
  return text;
}

std::string Config::State::absolute(std::string_view path, const ConfigKey& row,
                                    const Setting& setting) const {
  if (path == "~" || path.starts_with("~/")) {
    const auto home = read_variable(variables, "HOME");
    if (!home)
      throw Error(Errc::usage, Message("config.no_home", "{{place}}: {{key}}: \"~\" needs the variable HOME",
                                       {{"place", place(row, setting)}, {"key", row.name}}));
    return path.size() == 1 ? *home : config::join_path(*home, path.substr(2));
  }
  return config::join_path(setting.file ? setting.file->directory : config::working_directory(sources), path);
}

// ---- lists and objects -----------------------------------------------------------------------------------

namespace {

/// True for the name of a member that holds what nobody should see.
bool is_secret_name(std::string_view name) {
  const std::string snake = config::snake_case(name);
  static constexpr std::string_view parts[] = {"pass",    "secret",      "token",        "credential",
                                               "api_key", "private_key", "authorization"};
  return std::any_of(std::begin(parts), std::end(parts),
                     [&](std::string_view part) { return snake.find(part) != snake.npos; });
}

/// The list or object that an option or a variable holds.
json::Node parse_text(const ConfigKey& row, std::string_view name, std::string_view text) {
  try {
    return json::parse_tree(text, {name, 1}, json::Reader::Dialect::strict);
  } catch (const Error& error) {
    throw error.as(Errc::usage)
        .with_hint(row.type == Type::list
                       ? Message("config.list_hint", "a list is written as JSON, such as [\"one\",\"two\"]")
                       : Message("config.object_hint", "an object is written as JSON, such as {\"name\":1}"));
  }
}

}  // namespace

/// The JSON text of a list or object.
std::string Config::State::compound(const ConfigKey& row, const Setting& setting, Strings strings) const {
  std::string out;
  if (setting.file) {
    config::check_kind(row, *setting.value->node, setting.file->document());
    append(out, *setting.value->node, row, setting, strings);
    return out;
  }
  if (setting.text.empty()) return row.type == Type::list ? "[]" : "{}";
  const std::string name = place(row, setting);
  const json::Node root = parse_text(row, name, setting.text);
  config::check_kind(row, root, {name, setting.text});
  append(out, root, row, setting, strings);
  return out;
}

void Config::State::append(std::string& out, const json::Node& node, const ConfigKey& row,
                           const Setting& setting, Strings strings) const {
  if (node.kind == json::Kind::object) {
    const char* comma = "";
    out += '{';
    for (const json::Member& member : node.members) {
      out += comma;
      json::append_string(out, member.key);
      out += ':';
      if (strings == Strings::as_written && is_secret_name(member.key)) {
        out += "\"***\"";
      } else {
        append(out, member.value, row, setting, strings);
        if (member.value.kind == json::Kind::string && setting.file && is_secret_name(member.key))
          add_secret(expanded(member.value, row, setting));
      }
      comma = ",";
    }
    out += '}';
  } else if (node.kind == json::Kind::array) {
    const char* comma = "";
    out += '[';
    for (const json::Node& element : node.elements) {
      out += comma;
      append(out, element, row, setting, strings);
      comma = ",";
    }
    out += ']';
  } else if (node.kind == json::Kind::string && strings == Strings::as_written) {
    json::append_string(out, redact(node.string));
  } else if (node.kind == json::Kind::string) {
    // What a shell has put into an option or a variable is as it should be.
    std::string text = expanded(node, row, setting);
    if (row.name == "plugins" && text.find('/') != text.npos) text = absolute(text, row, setting);
    if (!is_utf8(text))
      throw Error(Errc::usage, Message("config.not_utf8", "{{place}}: {{key}}: not valid UTF-8",
                                       {{"place", place(row, setting)}, {"key", row.name}}));
    json::append_string(out, text);
  } else {
    out += node.text;
  }
}

namespace {

/// An item's member, or Error(usage) that names the nearest one.
const ConfigKey& item_row(const ConfigKey& list, const json::Member& member,
                          const config::Document& document) {
  const std::string start = std::string(list.name) + "[].";
  const std::string segment = config::snake_case(member.key);
  std::vector<std::string> names;
  for (const ConfigKey& row : config::item_rows(list)) {
    names.emplace_back(row.name.substr(start.size()));
    if (names.back() == segment) return row;
  }
  Message hint;
  if (auto near = nearest(segment, names))
    hint = Message("config.did_you_mean", "did you mean \"{{key}}\"?", {{"key", std::move(*near)}});
  config::fail_unknown_key(document, member, start + config::shown(member.key), std::move(hint));
}

}  // namespace

ConfigItem Config::State::item(const ConfigKey& list, const json::Node& node, const Setting& from) const {
  const config::Document document = from.file->document();
  ConfigItem item{document.place(node.offset), {}};
  std::vector<const ConfigKey*> seen;
  for (const json::Member& member : node.members) {
    const ConfigKey& row = item_row(list, member, document);
    if (std::find(seen.begin(), seen.end(), &row) != seen.end()) config::fail_two_spellings(document, member);
    seen.push_back(&row);
    const FileValue value{&row, &member.value, false};
    const Setting setting{
        .kind = ConfigOrigin::Kind::file, .file = from.file, .value = &value, .verbatim = from.verbatim};
    const bool is_compound = row.type == Type::object || row.type == Type::list;
    auto text = is_compound ? compound(row, setting, Strings::read) : read(row, setting);
    if (text) item.members.push_back({&row, std::move(*text), document.place(member.value.offset)});
  }
  for (const ConfigKey& row : config::item_rows(list)) {
    if (!row.default_value.empty() && std::find(seen.begin(), seen.end(), &row) == seen.end())
      item.members.push_back({&row, std::string(row.default_value), item.place});
  }
  return item;
}

namespace {

/// A list or object in the form that files have, also where an option, a variable or the default holds it.
class Compound {
 public:
  /// `name`, `directory`: what messages call the text, and where its relative paths start.
  Compound(const ConfigKey& row, const Setting& setting, std::string name, std::string directory)
      : setting_(setting) {
    if (!setting.file) {
      text_.name = std::move(name);
      text_.directory = std::move(directory);
      text_.text = !setting.text.empty() ? setting.text : row.type == Type::list ? "[]" : "{}";
      text_.root = parse_text(row, text_.name, text_.text);
      setting_.file = &text_;
      setting_.verbatim = true;
    }
    config::check_kind(row, root(), setting_.file->document());
  }
  Compound(const Compound&) = delete;  // the setting points into it
  Compound& operator=(const Compound&) = delete;

  const Setting& setting() const { return setting_; }
  const json::Node& root() const { return setting_.value ? *setting_.value->node : text_.root; }

 private:
  Setting setting_;
  config::ConfigFile text_;
};

}  // namespace

std::vector<ConfigItem> Config::State::items(const ConfigKey& row, const Setting& setting) const {
  const Compound list(row, setting, place(row, setting), config::working_directory(sources));
  std::vector<ConfigItem> items;
  for (const json::Node& node : list.root().elements) items.push_back(item(row, node, list.setting()));
  return items;
}

std::vector<ConfigLeaf> Config::State::leaves(const ConfigKey& row, const Setting& setting) const {
  const Compound compound(row, setting, place(row, setting), config::working_directory(sources));
  std::vector<ConfigLeaf> leaves;
  std::vector<std::string> path;
  append_leaves(leaves, path, compound.root(), row, compound.setting());
  return leaves;
}

void Config::State::append_leaves(std::vector<ConfigLeaf>& leaves, std::vector<std::string>& path,
                                  const json::Node& node, const ConfigKey& row, const Setting& from) const {
  if (node.kind == json::Kind::object || node.kind == json::Kind::array) {
    for (const json::Member& member : node.members) {
      path.push_back(member.key);
      append_leaves(leaves, path, member.value, row, from);
      path.pop_back();
    }
    for (const json::Node& element : node.elements) {
      path.push_back('[' + std::to_string(&element - node.elements.data()) + ']');
      append_leaves(leaves, path, element, row, from);
      path.pop_back();
    }
    return;
  }
  const FileValue value{&row, &node, false};
  const Setting setting{
      .kind = ConfigOrigin::Kind::file, .file = from.file, .value = &value, .verbatim = from.verbatim};
  leaves.push_back({path, node.kind,
                    node.kind == json::Kind::string ? expanded(node, row, setting) : std::string(node.text),
                    from.file->document().place(node.offset)});
}

// ---- typed values ----------------------------------------------------------------------------------------

Value Config::State::typed(const ConfigKey& row, const std::string& text) const {
  switch (row.type) {
    case Type::boolean: return Value::boolean(*config::to_boolean(text));
    case Type::integer: return Value::number(*config::to_integer(text));
    case Type::number: return Value::number(*config::to_number(text));
    default: return is_utf8(text) ? Value::string(text) : Value::bytes(text);
  }
}

/// For showing: no secret, and never an error, so that a wrong value can be looked at.
Value Config::State::shown(const ConfigKey& row, const Setting& setting) const {
  try {
    if (row.type == Type::list || row.type == Type::object)
      return Value::trusted(compound(row, setting, Strings::as_written));
    if (row.secret && setting.kind != ConfigOrigin::Kind::default_value) return Value::string("***");
    const auto text = read(row, setting);
    if (!text) return Value();
    return typed(row, row.type == Type::string ? redact(*text) : *text);
  } catch (const Error&) {
    const bool compound_text = row.type == Type::list || row.type == Type::object;  // may hold a secret
    if (!setting.file) return Value::string(compound_text ? "***" : config::shown(redact(setting.text)));
    const json::Node& node = *setting.value->node;
    return Value::string(node.kind == json::Kind::string ? redact(node.string) : config::shown(node));
  }
}

}  // namespace objectos
