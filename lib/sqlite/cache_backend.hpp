// The cache in one SQLite file, shared between processes. Its statistics are in a file beside it.
#pragma once

#include <memory>

#include "objectos/cache.hpp"
#include "sqlite/connection.hpp"

namespace objectos::sqlite {

/// Nothing is opened before the first use. A look-up in a file that is not there creates nothing; it is counted when
/// this instance sets something.
///
/// sieve is exact. lru is exact to an eighth of the cache: a use is noted when at least max_size / 8 entries (without
/// max_size: an eighth of those there are) were set or noted since the last time, so that repeated hits write nothing.
std::shared_ptr<CacheBackend> cache(Options options, const CacheLimits& limits, const Clock& clock);

}  // namespace objectos::sqlite
