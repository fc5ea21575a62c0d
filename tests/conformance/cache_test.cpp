// The cache suite on what needs no server.
#include "cache_suite.hpp"
#include "scratch.hpp"
#include "sqlite/cache_backend.hpp"

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

struct SqliteSieve : CacheFixture {
  static constexpr const char* name = "cache, sqlite sieve";
  static constexpr CacheAbilities can = {.shared = true, .exact = true};
  SqliteSieve() { policy = CachePolicy::sieve; }
  std::shared_ptr<CacheBackend> open(const CacheLimits& limits) override {
    return sqlite::cache({.path = scratch_.path("cache.db")}, limits, clock);
  }

 private:
  Scratch scratch_;
};

struct SqliteLru : SqliteSieve {
  static constexpr const char* name = "cache, sqlite lru";
  static constexpr CacheAbilities can = {.shared = true};
  SqliteLru() { policy = CachePolicy::lru; }
};

CACHE_SUITE(MemoryLru)
CACHE_SUITE(MemorySieve)
CACHE_SUITE(SqliteLru)
CACHE_SUITE(SqliteSieve)

}  // namespace
