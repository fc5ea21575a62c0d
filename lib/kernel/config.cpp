#include "objectos/config.hpp"

#include <algorithm>

#include "core/files.hpp"
#include "kernel/config_state.hpp"
#include "objectos/error.hpp"

namespace objectos {

using config::Setting;
using Type = ConfigKey::Type;

std::string ConfigOrigin::text() const {
  switch (kind) {
    case Kind::option: return "option";
    case Kind::environment: return name;
    case Kind::file: return name + ':' + std::to_string(line) + ':' + std::to_string(column);
    case Kind::default_value: break;
  }
  return "default";
}

Config::Config() : state_(std::make_unique<State>()) {}
Config::~Config() = default;
Config::Config(const Config& other) : state_(std::make_unique<State>(*other.state_)) {}
Config::Config(Config&&) noexcept = default;
Config& Config::operator=(Config other) noexcept {
  state_.swap(other.state_);
  return *this;
}

Config Config::load(const ConfigSources& sources) {
  Config config;
  State& state = *config.state_;
  state.sources = sources;
  state.sources.overrides.clear();
  state.variables = sources.environment;
  for (const auto& [key, text] : sources.overrides) config.set(key, text);
  state.files = config::load_files(sources);
  return config;
}

Config Config::parse(std::string_view json, std::string name) {
  Config config;
  const std::string directory = config::join_path(config::working_directory({}), files::parent(name));
  config.state_->files.push_back(
      config::parse_file(std::move(name), directory, std::string(json), config::Trust::named));
  return config;
}

std::optional<std::string> Config::get(std::string_view key) const {
  const ConfigKey& row = config::row_of(key);
  if (row.type != Type::list && row.type != Type::object) {
    const Setting setting = state_->find_or_default(row);
    return state_->read(row, setting);
  }
  auto setting = state_->find(row);
  if (!setting && row.default_value.empty()) return std::nullopt;
  return json(key).raw();
}

std::string Config::string(std::string_view key) const {
  return get(key).value_or(std::string());
}

namespace {

/// The row of `key`; Error(internal) if it is not of a type that the caller asks for.
const ConfigKey& row_of_type(std::string_view key, std::initializer_list<Type> types) {
  const ConfigKey& row = config::row_of(key);
  if (std::find(types.begin(), types.end(), row.type) == types.end())
    throw Error(Errc::internal,
                Message("config.other_type", "configuration: {{key}} is read as another type than {{type}}",
                        {{"key", row.name}, {"type", config_type_name(row)}}));
  return row;
}

}  // namespace

bool Config::boolean(std::string_view key) const {
  return get(row_of_type(key, {Type::boolean}).name) == "true";
}

std::int64_t Config::integer(std::string_view key) const {
  const auto text = get(row_of_type(key, {Type::integer}).name);
  return text ? *config::to_integer(*text) : 0;
}

double Config::number(std::string_view key) const {
  const auto text = get(row_of_type(key, {Type::number, Type::integer}).name);
  return text ? *config::to_number(*text) : 0;
}

Millis Config::duration(std::string_view key) const {
  const auto text = get(row_of_type(key, {Type::duration}).name);
  return text ? parse_duration(*text) : Millis(0);
}

std::uint64_t Config::size(std::string_view key) const {
  const auto text = get(row_of_type(key, {Type::size}).name);
  return text ? parse_size(*text) : 0;
}

Value Config::json(std::string_view key) const {
  const ConfigKey& row = config::row_of(key);
  const Setting setting = state_->find_or_default(row);
  if (row.type == Type::list || row.type == Type::object)
    return Value::trusted(state_->compound(row, setting, State::Strings::read));
  const auto text = state_->read(row, setting);
  return text ? state_->typed(row, *text) : Value();
}

std::vector<ConfigItem> Config::items(std::string_view key) const {
  const ConfigKey& row = row_of_type(key, {Type::list});
  return state_->items(row, state_->find_or_default(row));
}

std::vector<ConfigLeaf> Config::leaves(std::string_view key) const {
  const ConfigKey& row = row_of_type(key, {Type::list, Type::object});
  return state_->leaves(row, state_->find_or_default(row));
}

bool Config::is_set(std::string_view key) const {
  return state_->find(config::row_of(key)).has_value();
}

ConfigOrigin Config::origin(std::string_view key) const {
  const ConfigKey& row = config::row_of(key);
  return state_->origin(row, state_->find_or_default(row));
}

void Config::set(std::string_view key, std::string text) {
  const ConfigKey& row = config::row_of(key);
  const bool in_milliseconds = key != row.name && row.name.ends_with(".retry_delay");
  if (in_milliseconds && config::is_bare_number(text)) text += "ms";
  state_->sources.overrides.insert_or_assign(std::string(row.name), std::move(text));
}

std::vector<std::string> Config::files() const {
  std::vector<std::string> names;
  for (const auto& file : state_->files) names.push_back(file->name);
  return names;
}

std::vector<std::string> Config::ignored() const {
  std::vector<std::string> keys;
  for (const auto& file : state_->files) keys.insert(keys.end(), file->ignored.begin(), file->ignored.end());
  return keys;
}

void Config::check() const {
  for (const ConfigKey& row : config::rows()) {
    if (!state_->find(row)) continue;
    if (config::item_rows(row).empty()) {
      json(row.name);
    } else {
      items(row.name);
    }
  }
}

std::vector<Config::Row> Config::rows(bool with_defaults) const {
  std::vector<Row> out;
  for (const ConfigKey& row : config::rows()) {
    if (!with_defaults && !state_->find(row)) continue;
    const Setting setting = state_->find_or_default(row);
    out.push_back({std::string(row.name), state_->shown(row, setting), state_->origin(row, setting)});
    // Its default is where the machine's conventions put it.
    if (row.name == "state_dir" && out.back().value == Value()) out.back().value = default_state_dir();
  }
  return out;
}

Value Config::default_state_dir() const {
  try {
    return Value::string(state_dir());
  } catch (const Error&) {
    return Value();
  }
}

std::string Config::state_dir() const {
  if (auto configured = get("state_dir")) return std::move(*configured);
  std::string directory = config::xdg_directory(state_->variables, "XDG_STATE_HOME", ".local/state");
  if (directory.empty())
    throw Error(Errc::usage,
                Message("config.no_state_dir", "state directory: HOME is not set and none is named"),
                Message("config.no_state_dir_hint", "name one with --state-dir or OBJECTOS_STATE_DIR"));
  return directory + "/objectos";
}

}  // namespace objectos
