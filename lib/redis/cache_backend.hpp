// The cache on Redis.
#pragma once

#include <memory>

#include "kernel/server_options.hpp"
#include "objectos/cache.hpp"

namespace objectos::redis {

/// Entries are as the TypeScript plugin writes them; sizes, order, tags and statistics are in an index beside them, which
/// one script keeps (scripts/cache.lua). Both policies are exact. What others put under the prefix is found by look-ups,
/// but neither listed nor counted.
///
/// On a cluster the index is on one node and the entries on all: a change is the index's step first, then the entries'.
/// The limits hold for the index. A client that dies in between leaves a miss, or an entry that nobody lists.
std::shared_ptr<CacheBackend> cache(ServerOptions options, const CacheLimits& limits);

}  // namespace objectos::redis
