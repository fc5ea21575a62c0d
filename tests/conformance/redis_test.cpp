// The storage suite on Redis in all its forms.
// servers: redis redis-unix redis-tls redis-auth sentinel cluster
#include "server_store.hpp"
#include "thrown.hpp"

namespace {

using namespace objectos;
using conformance::Capabilities;

struct RedisStore : conformance::ServerStore {
  static constexpr const char* name = "redis";
  static constexpr Capabilities can = {.transactional = true, .injected_clock = true, .shared = true};
  RedisStore() : RedisStore("OBJECTOS_TEST_REDIS") {}

 protected:
  explicit RedisStore(const char* variable) : ServerStore(conformance::server(variable)) {
    grace_ms = 1;
    config_.set("storage.options.key_prefix", conformance::unique_name() + ":*?[x]\\:");
  }
};

struct RedisUnixStore : RedisStore {
  static constexpr const char* name = "redis, unix socket";
  RedisUnixStore() : RedisStore("OBJECTOS_TEST_REDIS_UNIX") {}
};

struct RedisTlsStore : RedisStore {
  static constexpr const char* name = "redis, TLS";
  RedisTlsStore() : RedisStore("OBJECTOS_TEST_REDIS_TLS") {
    config_.set("storage.options.tls_ca", conformance::server("OBJECTOS_TEST_REDIS_TLS_CA"));
  }
};

struct RedisAuthStore : RedisStore {
  static constexpr const char* name = "redis, user and password";
  RedisAuthStore() : RedisStore("OBJECTOS_TEST_REDIS_AUTH") {}
};

struct RedisSentinelStore : RedisStore {
  static constexpr const char* name = "redis, sentinel";
  RedisSentinelStore() : RedisStore("OBJECTOS_TEST_REDIS_SENTINEL") {}
};

struct RedisClusterStore : RedisStore {
  static constexpr const char* name = "redis, cluster";
  static constexpr Capabilities can = {.injected_clock = true, .shared = true};
  RedisClusterStore() : RedisStore("OBJECTOS_TEST_REDIS_CLUSTER") {
    config_.set("state_dir", std::string(std::getenv("TMPDIR")) + "/state");
  }
};

STORAGE_SUITE(RedisStore)
STORAGE_SUITE(RedisUnixStore)
STORAGE_SUITE(RedisTlsStore)
STORAGE_SUITE(RedisAuthStore)
STORAGE_SUITE(RedisSentinelStore)
STORAGE_SUITE(RedisClusterStore)

}  // namespace
