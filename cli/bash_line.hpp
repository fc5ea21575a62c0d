// Command lines as bash sees them: for completion.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace objectos::cli {

/// A command line up to the cursor, cut as bash does it.
struct BashLine {
  std::vector<std::string> words;  // without quotes; the last is the one at the cursor
  char quote = 0;                  // the one that is open at the cursor
  std::size_t kept = 0;            // how much of the last word bash will not replace
  bool is_redirection = false;     // the last word is the file of a < or >
};

/// `breaks`: COMP_WORDBREAKS.
BashLine parse_bash_line(std::string_view line, std::string_view breaks);

/// `text` as it is typed inside the open quote, or outside of quotes.
std::string bash_quoted(std::string_view text, char quote);

}  // namespace objectos::cli
