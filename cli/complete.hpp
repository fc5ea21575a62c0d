// Completion: which words can stand where the cursor is.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "call.hpp"

namespace objectos::cli {

/// Prints the candidates for the last of `words` (the program's name is not among them), one a line: the
/// word, and a tab and what it is where that helps. A line that is a tab and "files" asks the shell for file
/// names. Never fails: whatever goes wrong, there are no candidates.
void complete(std::vector<std::string> words, Session& session, Output& out);

/// The same for bash, which wants to be told what to insert: `line` is the command as it is typed, up to the
/// cursor; `breaks` is COMP_WORDBREAKS. Candidates are quoted as the word at the cursor is, and without the
/// part of it that bash keeps. No descriptions.
void complete_line(std::string_view line, std::string_view breaks, Session& session, Output& out);

}  // namespace objectos::cli
