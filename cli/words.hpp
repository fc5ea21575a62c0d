// A line of text as the words of a command.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace objectos::cli {

/// A JSON array of strings (numbers stand for their text), or words separated by blanks with '…', "…" and
/// backslashes as in a shell. Nothing is expanded. Error(usage) for anything else.
void split_words(std::string_view line, std::vector<std::string>& words);

}  // namespace objectos::cli
