// From words to a command and its arguments. Every complaint is an Error(usage) that names what was meant.
#pragma once

#include <string>
#include <vector>

#include "command.hpp"

namespace objectos::cli {

/// What the words ask for.
struct Request {
  const Group* group = nullptr;      ///< null: none was named
  const Command* command = nullptr;  ///< null: no verb was named
  std::string topic;                 ///< the words so far of a verb that has more: "alerts" of "alerts check"
  std::vector<std::string> words;    ///< all but the group and the verb
};

/// Finds group and verb among global options. Error(usage) with a suggestion for unknown ones.
Request find_command(std::vector<std::string> words);

/// Sorts the words of a command. Options may stand anywhere; `--` ends them; `--name=value` is two words.
Args parse(const Group& group, const Command& command, std::vector<std::string> words);

/// Only the global options among `words`, whatever else there is: for errors that come before a command is
/// known, and for help.
Args parse_globals(const std::vector<std::string>& words);

/// "storage get", or "batch".
std::string full_name(const Group& group, const Command& command);
/// The error with the command's name in front, and, if a word is missing, with a hint at its help.
Error in_command(const Error& error, const Group& group, const Command& command);

}  // namespace objectos::cli
