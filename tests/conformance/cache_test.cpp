// The cache suite on what needs no server.
#include "cache_suite.hpp"

namespace {

using namespace objectos;
using conformance::CacheAbilities;
using conformance::CacheFixture;

struct MemoryLru : CacheFixture {
  static constexpr const char* name = "cache, memory lru";
  static constexpr CacheAbilities can = {.exact = true};
  std::shared_ptr<CacheBackend> open(const CacheLimits& limits) override { return memory_cache(limits, clock); }
};

struct MemorySieve : MemoryLru {
  static constexpr const char* name = "cache, memory sieve";
  MemorySieve() { policy = CachePolicy::sieve; }
};

CACHE_SUITE(MemoryLru)
CACHE_SUITE(MemorySieve)

}  // namespace
