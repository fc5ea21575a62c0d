// -h and --help, from the table.
#pragma once

#include <string>
#include <vector>

#include "command.hpp"
#include "console.hpp"
#include "language.hpp"

namespace objectos::cli {

/// Short (-h) or full (--help) help on the program (no group), a group, or a command.
std::string help(const Group* group, const Command* command, bool full, const Console& console,
                 Language& language);

/// The ids and English texts of everything help can say, as the locale file's JSON.
std::string help_messages();

/// "objectos storage get [OPTIONS] KEY..."
std::string synopsis(const Group& group, const Command& command);

/// Rows that help and the manual share.
struct Explained {
  const char* term;
  const char* id;  ///< of the text, for translations
  const char* text;
};
std::span<const Explained> environment_rows();
std::span<const Explained> exit_status_rows();

/// "-l, --long", "--ttl DURATION"
std::string option_term(const Option& option);
/// An option's id part: "ttl" for "--ttl".
std::string option_id(const Option& option);

}  // namespace objectos::cli
