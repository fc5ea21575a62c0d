// One entry of the cache in this process, and the slab that holds a shard's.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "cache/scope_counters.hpp"
#include "core/hash_index.hpp"
#include "objectos/value.hpp"

namespace objectos {

/// Number of a node in its slab.
using NodeId = HashIndex::Number;
inline constexpr NodeId no_node = HashIndex::none;

/// The end of an entry that has none.
inline constexpr std::int64_t no_end = std::numeric_limits<std::int64_t>::max();
/// Where a moment is asked for and there is none: later than all.
inline constexpr std::uint64_t no_moment = std::numeric_limits<std::uint64_t>::max();

/// Two cache lines: what a look-up reads and writes, and the value.
struct alignas(64) Node {
  std::string key;
  std::int64_t ends = no_end;
  std::uint64_t used = 0;  ///< lru: when last
  std::uint64_t mark = 0;  ///< lru: the moment under which it is queued; sieve: whether it was used. 0: neither
  std::uint32_t hash = 0;
  ScopeTable::Id scope = 0;

  alignas(64) Value value;
  std::uint64_t bytes = 0;
  std::unique_ptr<std::vector<std::string>> tags;
  std::uint32_t heap_place = 0;  ///< in the shard's ExpiryHeap
};

using Slab = std::vector<Node>;

}  // namespace objectos
