// What every backend of the cache says about sizes.
#pragma once

#include <cstdint>
#include <string_view>

#include "objectos/cache.hpp"
#include "objectos/error.hpp"

namespace objectos {

/// What an entry counts: its key with its scope, its value and its tags.
OBJECTOS_API std::uint64_t entry_bytes(std::string_view key, const CacheItem& item) noexcept;

/// For an entry that would not fit into an empty cache.
OBJECTOS_API Error too_large_for_cache(std::uint64_t bytes, std::uint64_t max_bytes);

}  // namespace objectos
