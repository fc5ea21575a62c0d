// The cache suite on Redis in all its forms.
// servers: redis redis-tls sentinel cluster
#include "cache_suite.hpp"
#include "test_server.hpp"

namespace {

using namespace objectos;
using conformance::CacheAbilities;
using conformance::CacheFixture;

struct RedisLru : CacheFixture {
  static constexpr const char* name = "cache, redis lru";
  static constexpr CacheAbilities can = {.shared = true, .exact = true};
  RedisLru() : RedisLru("OBJECTOS_TEST_REDIS") {}
  ~RedisLru() override {
    try {
      open({})->remove_matching(Glob());
    } catch (const std::exception&) {
      // The case has already failed of it.
    }
  }
  std::shared_ptr<CacheBackend> open(const CacheLimits& limits) override {
    Config config = config_;  // threads of a case open at once
    config.set("cache.options.max_size", std::to_string(limits.max_size));
    config.set("cache.options.max_bytes", std::to_string(limits.max_bytes));
    config.set("cache.options.policy", std::string(policy_name(policy)));
    const std::shared_ptr<Cache> cache = open_cache(url_, config);
    return {cache, &cache->backend()};
  }

 protected:
  explicit RedisLru(const char* variable) : url_(conformance::server(variable)) {
    conformance::set_server_clock(clock.now);
    clock.now.moved = conformance::set_server_clock;
    grace_ms = 1;
    config_.set("cache.options.key_prefix", conformance::unique_name() + ":*?[x]\\:");
  }
  std::string url_;
  Config config_;
};

struct RedisSieve : RedisLru {
  static constexpr const char* name = "cache, redis sieve";
  RedisSieve() { policy = CachePolicy::sieve; }
};

struct RedisTlsCache : RedisLru {
  static constexpr const char* name = "cache, redis, TLS";
  RedisTlsCache() : RedisLru("OBJECTOS_TEST_REDIS_TLS") {
    config_.set("cache.options.tls_ca", conformance::server("OBJECTOS_TEST_REDIS_TLS_CA"));
  }
};

struct RedisSentinelCache : RedisLru {
  static constexpr const char* name = "cache, redis, sentinel";
  RedisSentinelCache() : RedisLru("OBJECTOS_TEST_REDIS_SENTINEL") {}
};

struct RedisClusterCache : RedisLru {
  static constexpr const char* name = "cache, redis, cluster";
  RedisClusterCache() : RedisLru("OBJECTOS_TEST_REDIS_CLUSTER") {
    config_.set("state_dir", std::string(std::getenv("TMPDIR")) + "/state");
  }
};

CACHE_SUITE(RedisLru)
CACHE_SUITE(RedisSieve)
CACHE_SUITE(RedisTlsCache)
CACHE_SUITE(RedisSentinelCache)
CACHE_SUITE(RedisClusterCache)

}  // namespace
