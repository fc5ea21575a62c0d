// The table of commands: parser, help, manual pages and completion are all made from it.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "objectos/storage.hpp"

namespace objectos::cli {

/// What a word may be completed with, beyond fixed choices.
enum class Live {
  none,
  file,
  key,
  scope,
  cache_key,
  cache_scope,
  cache_tag,
  metric,
  flag,
  delivery,
  config_key,
  locale,
  translation,
  language,
  rule,           ///< of the linter of translations
  fixable_rule,   ///< one that `i18n fix` mends
  rule_severity,  ///< RULE=SEVERITY
};

struct Option {
  const char* name;               ///< "--ttl"
  char letter = 0;                ///< 'q', or none
  const char* value = nullptr;    ///< "DURATION"; null: a flag
  const char* help = nullptr;     ///< one line, no full stop
  const char* choices = nullptr;  ///< "string|json|bytes"
  Live live = Live::none;
  bool repeats = false;
};

enum class Arity { one, optional, many, any };  ///< 1, 0–1, 1–n, 0–n

struct Positional {
  const char* name;  ///< "KEY"
  Arity arity = Arity::one;
  const char* help = nullptr;
  const char* choices = nullptr;
  Live live = Live::none;
};

struct Example {
  const char* command;
  const char* says;  ///< what it does, one line
};

class Call;

/// What a command does to the store, for the lines of a batch: those that only read or write may share a
/// transaction; the others stand alone.
enum class Touches { itself, reads, writes };

/// A verb that is one operation on one key: `start` makes it of the words (nothing: these words ask for
/// more), `finish` prints what came of it. So a batch can have many under way at once.
struct OneKey {
  std::optional<Operation> (*start)(Call&);
  int (*finish)(Call&, Outcome&);
};

struct Command {
  const char*
      name;  ///< the verb, perhaps of two words: "alerts check"; "" for a group that is a command itself
  const char* summary;      ///< one line, no full stop
  const char* description;  ///< paragraphs for --help and the manual, separated by blank lines
  std::span<const Positional> positionals;
  std::span<const Option> options;
  std::span<const Example> examples;
  const char* status_1;  ///< when the exit status is 1; null: never
  int (*run)(Call&);
  Touches touches = Touches::itself;
  bool streams = false;  ///< JSON output is a line per item
  bool in_batch = true;
  const OneKey* one_key = nullptr;
  bool wraps = false;  ///< runs another command: see wrapper.hpp
};

struct Group {
  const char* name;
  const char* summary;
  const char* description;
  std::span<const Command> commands;
  /// True if the group has no verbs.
  bool is_command() const { return commands.size() == 1 && commands[0].name[0] == '\0'; }
  const Command* find(std::string_view verb) const;
  /// True if verbs begin with the word `topic`.
  bool has_topic(std::string_view topic) const;
};

/// All groups, in the order help shows them.
std::span<const Group> groups();
const Group* find_group(std::string_view name);
/// True for the names that begin with "__": they are for scripts of ours and not shown.
inline bool is_internal(const Group& group) {
  return group.name[0] == '_';
}
/// Options that every command takes.
std::span<const Option> global_options();

/// The words of one command, sorted out by its row in the table.
class Args {
 public:
  std::vector<std::string> positionals;
  std::vector<std::pair<const Option*, std::string>> options;

  bool has(std::string_view name) const { return find(name) != nullptr; }
  /// The last value given.
  const std::string* find(std::string_view name) const;
  /// The positional at `index`, or null.
  const std::string* positional(std::size_t index) const {
    return index < positionals.size() ? &positionals[index] : nullptr;
  }
};

}  // namespace objectos::cli
