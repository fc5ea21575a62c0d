// Mends translation files: what the linter finds, and can be mended without a translator, is changed in the
// bytes it is written in.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "objectos/api.hpp"
#include "objectos/error.hpp"
#include "objectos/i18n_check.hpp"

namespace objectos {

/// What is to change in one file.
struct FileFix {
  std::string path;
  std::string before;
  std::string after;
  std::size_t findings = 0;  ///< that are gone then

  /// `before` and `after` as a unified diff with three lines around each change.
  OBJECTOS_API std::string diff() const;
  /// Puts `after` in the place of the file, whole or not at all, with the file's mode. Error(unavailable) if
  /// the file is not `before` any more or cannot be written, Error(denied) where that is not allowed.
  OBJECTOS_API void write() const;
};

struct FixPlan {
  std::vector<FileFix> files;  ///< by path
  /// Faults for which a file is not touched: it cannot be read or parsed.
  std::vector<Finding> refused;
};

/// True for the rules that are mended unless others are named: those that add what is missing and change no
/// word.
OBJECTOS_API bool is_fixed_by_default(Rule rule) noexcept;

/// Finds what to mend, and changes nothing yet. `rules`: those to mend, even if `options` have them off;
/// none: those of is_fixed_by_default(). Errors are those of check_translations, and Error(usage) for a rule
/// that cannot be mended.
OBJECTOS_API FixPlan plan_fixes(const CheckOptions& options, const std::vector<Rule>& rules);

}  // namespace objectos
