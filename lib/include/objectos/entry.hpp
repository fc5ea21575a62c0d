// What storage and cache keep under their keys, and how it is listed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "objectos/api.hpp"
#include "objectos/text.hpp"
#include "objectos/value.hpp"

namespace objectos {

/// The longest key, in bytes, with its scope and without `key_prefix`.
inline constexpr std::size_t max_key_bytes = 1024;
/// The largest value, in bytes of its stored form.
inline constexpr std::size_t max_value_bytes = 512u * 1024 * 1024;

struct Entry {
  std::string key;
  Value value;
  std::optional<std::int64_t> expires_at;  ///< ms since the epoch; nothing: never
};

/// Which entries a scan visits, in bytewise ascending order of key.
struct Range {
  Glob pattern;
  std::string after;        ///< only keys greater than this; the cursor of a paged scan
  bool with_values = true;  ///< false: visited entries have a null value and maybe no expiry
};

/// Throws Error(usage) unless `name` may be a scope's: UTF-8 text that is not empty and holds no ':', newline
/// or NUL.
OBJECTOS_API void check_scope(std::string_view name);

/// Called for each entry of a scan; false ends it. Must not call what it is visiting.
using Visitor = std::function<bool(const Entry&)>;

}  // namespace objectos
