// Findings that are wanted as they are: by the configuration, or by a comment in a YAML file.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "i18n/translation_file.hpp"
#include "objectos/i18n_check.hpp"

namespace objectos::lint {

/// A comment `# objectos-ignore RULE: reason`. Behind a value it is about that value's lines; on a line of
/// its own, about the next key and what is below it.
struct InlineIgnore {
  FilePlace place;  ///< of the comment
  std::string line_text;
  std::uint32_t first_line = 0;
  std::uint32_t last_line = 0;
  std::optional<Rule> rule;  ///< nothing: `*`, all of them
  Message fault;             ///< why it is not heeded; empty: it is
};

/// The comments of a file, in their order. JSON has none.
std::vector<InlineIgnore> inline_ignores(const i18n::TranslationFile& file);

/// Takes out of `findings` what is ignored, and adds an ignore-unused for each ignore that ignored nothing or
/// is not heeded, at the end. `is_complete`: all files were read, so that an ignore can be told to be unused.
void apply_ignores(const CheckOptions& options, const std::vector<InlineIgnore>& comments, bool is_complete,
                   std::vector<Finding>& findings);

}  // namespace objectos::lint
