// Configuration files: which are read, which are trusted, and what their keys are.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/json_tree.hpp"
#include "kernel/config_table.hpp"
#include "objectos/config.hpp"

namespace objectos::config {

/// Whom a file may belong to.
///
/// `named` files were chosen by the user or the system's owner: --config, OBJECTOS_CONFIG, the user's and the
/// system's file. All their keys count, so nobody else may be able to change them: one that its group or
/// others can write to, or that belongs to neither root nor the effective user, is Error(denied).
///
/// A `found` file, met by walking upwards from the working directory, may have come with somebody's
/// repository or archive. It decides nothing but how translations are found and checked: only `i18n` counts,
/// everything else in it is not even looked at. One that everybody can write to is Error(denied).
enum class Trust { named, found };

/// One key that a file sets.
struct FileValue {
  const ConfigKey* row;
  const json::Node* node;
  bool camel_case;  ///< spelt so: a bare retryDelay is in milliseconds
};

/// A file that was read. Does not move: the tree points into the text, the values into the tree.
struct ConfigFile {
  ConfigFile() = default;
  ConfigFile(const ConfigFile&) = delete;
  ConfigFile& operator=(const ConfigFile&) = delete;

  Document document() const noexcept { return {name, text}; }
  const FileValue* find(const ConfigKey& row) const noexcept;

  std::string name;       ///< as messages show it
  std::string directory;  ///< absolute; relative paths in the file start here
  Trust trust = Trust::named;
  std::string text;
  json::Node root;
  std::vector<FileValue> values;     ///< sorted by row
  std::vector<std::string> ignored;  ///< keys of a found file that do not count
};
using ConfigFiles = std::vector<std::shared_ptr<const ConfigFile>>;

/// Parses `text` and checks its keys. Error(usage) with the place for bad syntax and unknown keys.
std::shared_ptr<const ConfigFile> parse_file(std::string name, std::string directory, std::string text,
                                             Trust trust);
/// The files of `sources`, highest first. A file that several sources name is read once.
ConfigFiles load_files(const ConfigSources& sources);
/// `path` from `directory`. Not normalised: behind a link, `..` is not what it looks like.
std::string join_path(std::string_view directory, std::string_view path);
/// The directory that relative paths of options and variables start at.
std::string working_directory(const ConfigSources& sources);

using Environment = decltype(ConfigSources::environment);
std::optional<std::string> process_environment(std::string_view name);
/// A variable that is set and not empty.
std::optional<std::string> read_variable(Environment environment, std::string_view name);
/// `$VARIABLE` if it is an absolute path (else the XDG rules ignore it), or `~/fallback`; empty if neither
/// can be told.
std::string xdg_directory(Environment environment, std::string_view variable, std::string_view fallback);

}  // namespace objectos::config
