// What source code says of keys.
#pragma once

#include <string>
#include <vector>

#include "lint/call_names.hpp"
#include "lint/key_index.hpp"
#include "lint/source_keys.hpp"
#include "objectos/i18n_usage.hpp"

namespace objectos::lint {

enum class KeyState : std::uint8_t { unused, undeterminable, used };

struct CodeUsage {
  std::size_t files = 0;
  std::vector<KeyState> states;                           ///< by KeyIndex::Id
  std::vector<UndefinedKey> undefined;                    ///< by file, line, column
  std::vector<std::pair<std::string, Error>> unreadable;  ///< with their paths
};

/// Reads `files` with `jobs` threads (0: one for each processor), on which what comes out does not depend.
CodeUsage usage_in(const std::vector<std::string>& files, const KeyIndex& keys, const CallNames& names,
                   unsigned jobs);

/// What one text, which is called `path`, says: raises `states`, adds to `undefined`.
void look_at_code(const KeyIndex& keys, const std::string& path, std::string_view code,
                  const CallNames& names, std::vector<KeyState>& states,
                  std::vector<UndefinedKey>& undefined);

/// The whole of it, for the keys of the source locale.
CodeUsage usage_of(const SourceKeys& keys, const CheckOptions& options);

/// Adds unused-key and undefined-key to `report`, if `options.usage` names source code. Nothing where a file
/// of the source locale cannot be read: that is told already, and nobody knows which keys there are.
void add_usage_findings(const CheckOptions& options, CheckReport& report);

}  // namespace objectos::lint
