#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "call.hpp"
#include "commands/tables.hpp"
#include "exit_status.hpp"
#include "objectos/atomic_file.hpp"
#include "objectos/i18n_check.hpp"
#include "objectos/log.hpp"
#include "objectos/metrics_alerts.hpp"

namespace objectos::cli {
namespace {

std::string shown_value(const Value& value) {
  return value.text();
}

void append_row(std::string& out, const Config::Row& row) {
  out.append("{\"key\":");
  json::append_string(out, row.key);
  out.append(",\"value\":");
  row.value.append_json(out);
  out.append(",\"origin\":");
  json::append_string(out, row.origin.text());
  out.push_back('}');
}

int show(Call& call) {
  const bool origin = call.args.has("--origin");
  std::string list;
  for (const Config::Row& row : call.session.config().rows(call.args.has("--all"))) {
    if (call.out.json()) {
      list += list.empty() ? "" : ",";
      append_row(list, row);
    } else {
      call.out.line(row.key + " = " + call.shown(shown_value(row.value)) +
                    (origin ? "\t" + row.origin.text() : ""));
    }
  }
  if (call.out.json()) call.out.line("[" + list + "]");
  return exit_status::ok;
}

int get(Call& call) {
  const std::string& key = call.args.positionals[0];
  const Config& config = call.session.config();
  config.origin(key);  // refuses a key that is not in the table
  for (const Config::Row& row : config.rows(true)) {
    if (row.key != key) continue;
    if (row.value.type() == Value::Type::null) break;
    if (call.out.json()) {
      std::string text;
      append_row(text, row);
      call.out.line(text);
    } else {
      call.out.line(call.shown(shown_value(row.value)));
    }
    return exit_status::ok;
  }
  if (call.out.json()) call.out.line("null");
  return exit_status::no;
}

/// What looks like a setting and is none: misspelt variables, keys in a file that is not trusted with them.
void warn_of_the_unheard(const Config& config) {
  const Logger logger("config");
  std::vector<std::string> known{"OBJECTOS_CONFIG", "OBJECTOS_URL", "OBJECTOS_LANG", "OBJECTOS_MODULE_PATH",
                                 "OBJECTOS_FENCE"};
  for (const ConfigKey& key : config_table()) known.push_back(config_variable(key.name));
  for (char** variable = environ; *variable; ++variable) {
    const std::string entry = *variable;
    const std::string name = entry.substr(0, entry.find('='));
    if (!name.starts_with("OBJECTOS_") || std::find(known.begin(), known.end(), name) != known.end())
      continue;
    const auto meant = nearest(name, known);
    logger.warning(name + " is no setting" + (meant ? ", did you mean " + *meant + "?" : ""));
  }
  for (const std::string& key : config.ignored())
    logger.warning(key +
                   " is ignored: it stands in an objectos.json that was found, which may be a stranger's");
}

/// Also what only the services can tell.
void check_all(const Config& config) {
  config.check();
  alert_rules(config);
  check_options(config);
}

int check(Call& call) {
  const std::string* file = call.args.positional(0);
  std::size_t files = 1;
  if (file) {
    ConfigSources sources;
    sources.file = *file;
    sources.environment = ConfigSources::process().environment;
    check_all(Config::load(sources));
  } else {
    check_all(call.session.config());
    warn_of_the_unheard(call.session.config());
    files = call.session.config().files().size();
  }
  if (call.out.json()) call.out.line("{\"files\":" + std::to_string(files) + "}");
  return exit_status::ok;
}

constexpr const char* starter =
    "// Configuration of objectos. Every key and its default: man objectos-config\n{\n  // \"state_dir\": "
    "\"~/.local/state/objectos\",\n  \"storage\": {\n    \"backend\": \"sqlite\",\n    \"durability\": "
    "\"normal\"  // full: every write is on disk before the command returns\n  }\n}\n";

int init(Call& call) {
  const std::string* given = call.args.positional(0);
  const std::string path = given ? *given : ConfigSources::process().user_file;
  struct stat info {};
  if (path.empty())
    throw Error(Errc::usage, Message("cli.missing", "{{name}} is missing", {{"name", "FILE"}}));
  if (::stat(path.c_str(), &info) == 0) {
    throw Error(Errc::usage, Message("config.exists", "{{path}} is already there", {{"path", path}}));
  }
  make_parent_directories(path);
  AtomicFile file(path);
  file.write(starter);
  file.commit();
  call.out.line(call.out.json() ? "{\"path\":" + json::quoted(path) + "}" : path);
  return exit_status::ok;
}

int path(Call& call) {
  const std::vector<std::string> files = call.session.config().files();
  std::string list;
  for (const std::string& file : files) {
    if (call.out.json()) {
      list += (list.empty() ? "" : ",") + json::quoted(file);
    } else {
      call.out.line(call.shown(file));
    }
  }
  if (call.out.json()) call.out.line("[" + list + "]");
  return exit_status::ok;
}

constexpr Option show_options[] = {{"--origin", 0, nullptr, "also where each value comes from"},
                                   {"--all", 'a', nullptr, "also keys that have their default"}};
constexpr Positional key_word[] = {
    {"KEY", Arity::one, "a key with its dots, such as storage.backend", nullptr, Live::config_key}};
constexpr Positional check_words[] = {
    {"FILE", Arity::optional, "only this file (default: all that are in force)", nullptr, Live::file}};
constexpr Positional init_words[] = {
    {"FILE", Arity::optional, "the file to write (default: the user's own)", nullptr, Live::file}};
constexpr Example show_examples[] = {{"objectos config show --origin", "print what is set, and where"}};
constexpr Example get_examples[] = {{"objectos config get storage.backend", "print one value"}};
constexpr Example check_examples[] = {
    {"objectos config check objectos.json", "check a file, for example in CI before it is deployed"}};
constexpr Example init_examples[] = {{"objectos config init", "write a file to start from"}};
constexpr Example path_examples[] = {{"objectos config path", "list the files that are read, highest first"}};

constexpr Command commands[] = {
    {"show",
     "print what is configured",
     "Prints every key that is set, one a line; secrets are shown as ***.",
     {},
     show_options,
     show_examples,
     nullptr,
     show},
    {"get",
     "print one value",
     "Prints the value in force, also a default.",
     key_word,
     {},
     get_examples,
     "the key is not set and has no default",
     get},
    {"check",
     "check configuration files",
     "Reads every key that is set. The first mistake is reported with file, line and column, and the exit "
     "status is 2.",
     check_words,
     {},
     check_examples,
     nullptr,
     check},
    {"init",
     "write a configuration file to start from",
     "Writes a commented file, never over one that is there, and prints its path.",
     init_words,
     {},
     init_examples,
     nullptr,
     init},
    {"path",
     "list the files that are read",
     "Lists the configuration files in force, highest first.",
     {},
     {},
     path_examples,
     nullptr,
     path},
};

}  // namespace

const Group config_group{
    "config", "show, check and start a configuration",
    "Settings come from, highest first: options, OBJECTOS_* variables, --config or OBJECTOS_CONFIG, "
    "objectos.json found from the working directory upwards, the user's file, /etc/objectos/config.json, "
    "defaults.\n\nA file found on the way up may be a stranger's: only i18n settings are taken from it.",
    commands};

}  // namespace objectos::cli
