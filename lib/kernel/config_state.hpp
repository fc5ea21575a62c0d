// What a Config holds, and how a setting becomes a value.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/json_tree.hpp"
#include "kernel/config_files.hpp"
#include "kernel/config_table.hpp"
#include "objectos/config.hpp"

namespace objectos {
namespace config {

/// What a source says about a key, not yet read.
struct Setting {
  ConfigOrigin::Kind kind = ConfigOrigin::Kind::default_value;
  std::string text = {};           ///< option, environment, default
  std::string_view variable = {};  ///< environment, if not the key's own
  const ConfigFile* file = nullptr;
  const FileValue* value = nullptr;
  bool verbatim =
      false;  ///< what looks like a file is an option or a variable: its strings are as they should be
};

/// What the table says of a key that no source names.
Setting default_of(const ConfigKey& row);

}  // namespace config

struct Config::State {
  ConfigSources sources;
  config::ConfigFiles files;
  config::Environment variables = config::process_environment;  // for ${NAME}, ~ and the XDG directories

  std::optional<config::Setting> find(const ConfigKey& row) const;
  config::Setting find_or_default(const ConfigKey& row) const;
  ConfigOrigin origin(const ConfigKey& row, const config::Setting& setting) const;
  std::string place(const ConfigKey& row, const config::Setting& setting) const {
    return origin(row, setting).text();
  }

  /// What a string of a file says once its variables are read.
  std::string expanded(const json::Node& string, const ConfigKey& row, const config::Setting& setting) const {
    return setting.file && !setting.verbatim ? expand(string.string, row, setting) : string.string;
  }
  std::string expand(std::string_view text, const ConfigKey& row, const config::Setting& setting) const;
  std::optional<std::string> written(const ConfigKey& row, const config::Setting& setting) const;
  std::optional<std::string> read(const ConfigKey& row, const config::Setting& setting) const;
  std::string absolute(std::string_view path, const ConfigKey& row, const config::Setting& setting) const;

  enum class Strings { read, as_written };  ///< as_written: for showing, secrets masked
  std::string compound(const ConfigKey& row, const config::Setting& setting, Strings strings) const;
  void append(std::string& out, const json::Node& node, const ConfigKey& row, const config::Setting& setting,
              Strings strings) const;
  std::vector<ConfigItem> items(const ConfigKey& row, const config::Setting& setting) const;
  std::vector<ConfigLeaf> leaves(const ConfigKey& row, const config::Setting& setting) const;
  void append_leaves(std::vector<ConfigLeaf>& leaves, std::vector<std::string>& path, const json::Node& node,
                     const ConfigKey& row, const config::Setting& from) const;
  ConfigItem item(const ConfigKey& list, const json::Node& node, const config::Setting& from) const;
  Value typed(const ConfigKey& row, const std::string& text) const;
  Value shown(const ConfigKey& row, const config::Setting& setting) const;
};

}  // namespace objectos
