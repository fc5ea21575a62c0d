// The configuration: one table of keys, values from several sources, and every value knows where it came
// from.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "objectos/api.hpp"
#include "objectos/text.hpp"
#include "objectos/value.hpp"

namespace objectos {

/// One row of the table. `objectos config`, `man objectos-config` and every reader work from it.
struct ConfigKey {
  enum class Type { string, boolean, integer, number, duration, size, choice, path, list, object };
  std::string_view name;  ///< dotted: "storage.options.key_prefix"
  Type type;
  std::string_view default_value;  ///< as configuration text; empty: none
  /// `choice`: "normal|full"; `integer`: "1..65535" or "0.."; `list`, `object`: "string", "number" or
  /// "object", what it holds; empty: anything.
  std::string_view choices;
  std::string_view help;  ///< one line, English
  bool secret = false;    ///< never printed
};

/// The whole table, sorted by name. `object` rows take any members below them (labels, targets, rules).
OBJECTOS_API const std::vector<ConfigKey>& config_table();
/// How the manual names a type: "duration", "a|b", …
OBJECTOS_API std::string config_type_name(const ConfigKey& key);
/// The environment variable that sets `key`: "OBJECTOS_CACHE_OPTIONS_MAX_SIZE".
OBJECTOS_API std::string config_variable(std::string_view key);

/// The members that the items of a list of objects may have, named "metrics.alerts[].threshold". Empty: the
/// list holds something else, or anything.
OBJECTOS_API std::span<const ConfigKey> config_item_keys(const ConfigKey& list);

/// Where to look. Highest first: overrides, environment, `file`, objectos.json found from `directory`
/// upwards, the user's file, the system's file, defaults. Empty paths are not looked at.
struct OBJECTOS_API ConfigSources {
  std::map<std::string, std::string, std::less<>> overrides;  ///< key → text, from command-line options
  std::string file;                                           ///< --config or OBJECTOS_CONFIG: must exist
  std::string directory;                                      ///< where the walk upwards starts
  std::string user_file;
  std::string system_file;
  /// Reads an environment variable; null: no environment.
  std::optional<std::string> (*environment)(std::string_view name) = nullptr;

  /// What the process was started with: working directory, environment, XDG places, /etc.
  static ConfigSources process();
};

/// Where a value came from.
struct ConfigOrigin {
  enum class Kind { option, environment, file, default_value };
  Kind kind = Kind::default_value;
  std::string name;        ///< file path, or variable name
  std::size_t line = 0;    ///< in a file, from 1
  std::size_t column = 0;  ///< in bytes, from 1
  bool is_found = false;   ///< in an objectos.json met by walking upwards, which may be a stranger's
  /// "objectos.json:3:14", "OBJECTOS_STATE_DIR", "option", "default"
  std::string text() const;
};

/// One item of a list of objects, checked against config_item_keys().
struct ConfigItem {
  struct Member {
    const ConfigKey* key;
    std::string
        text;  ///< as Config::get() gives it: a string's content, a number as written, an object as JSON
    std::string place;  ///< "objectos.json:3:14"
  };
  std::string place;
  std::vector<Member> members;
  /// The member "threshold", or null if it is not set and has no default.
  OBJECTOS_API const Member* find(std::string_view name) const noexcept;
};

/// One value inside a list or object, however deep.
struct ConfigLeaf {
  std::vector<std::string> path;  ///< keys from the list or object down; "[0]" for an item of a list
  json::Kind kind;                ///< no list and no object
  std::string text;   ///< a string's content, read as Config::get() does; anything else as written
  std::string place;  ///< "objectos.json:3:14"
};

/// Loaded once, read by many threads. Files are parsed and their keys checked when loaded; values are
/// converted and `${NAME}` is read when asked for, so that a section nobody uses cannot fail.
///
/// Errors: Error(usage) with file:line:column for syntax, unknown keys (names the nearest known one) and
/// values of a wrong type; Error(denied) for a file that others can write.
class OBJECTOS_API Config {
 public:
  /// Only defaults.
  Config();
  static Config load(const ConfigSources& sources);
  /// From JSON text (comments allowed), as if it were a file called `name`; for library users.
  static Config parse(std::string_view json, std::string name = "configuration");
  ~Config();
  Config(const Config&);
  Config(Config&&) noexcept;
  Config& operator=(Config) noexcept;

  /// The value of a key of the table as text, `${…}` read and paths made absolute. Nothing if it is not set
  /// and has no default. A key that is not in the table is Error(usage).
  std::optional<std::string> get(std::string_view key) const;
  std::string string(std::string_view key) const;  ///< empty if not set
  bool boolean(std::string_view key) const;
  std::int64_t integer(std::string_view key) const;
  double number(std::string_view key) const;
  Millis duration(std::string_view key) const;
  std::uint64_t size(std::string_view key) const;
  /// Typed JSON. Lists and objects come whole from the highest source that has them, with every string in a
  /// file's read as above; `[]` or `{}` if not set, other types `null`.
  Value json(std::string_view key) const;

  /// The items of a list that has config_item_keys(), from the highest source that has the list; every string
  /// in a file read as above.
  std::vector<ConfigItem> items(std::string_view key) const;

  /// The values in a list or object, in their order, from the highest source that has it, or its default.
  std::vector<ConfigLeaf> leaves(std::string_view key) const;

  bool is_set(std::string_view key) const;  ///< by anything but its default
  ConfigOrigin origin(std::string_view key) const;
  void set(std::string_view key, std::string text);  ///< as an option would

  /// Files that were read, highest first.
  std::vector<std::string> files() const;
  /// Keys in a found objectos.json that were ignored, because such a file may be a stranger's.
  std::vector<std::string> ignored() const;
  /// Reads every key that is set, so that all errors come out: `config check`.
  void check() const;
  /// `config show`: one row for each key that is set (or all), secrets as "***".
  struct Row {
    std::string key;
    Value value;  ///< typed JSON; secrets are the string "***"
    ConfigOrigin origin;
  };
  std::vector<Row> rows(bool with_defaults) const;

  /// The state directory: absolute. OBJECTOS_STATE_DIR, else $XDG_STATE_HOME/objectos, else
  /// ~/.local/state/objectos. Error(usage) if none of them can be told.
  std::string state_dir() const;

 private:
  Value default_state_dir() const;
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace objectos
