// The metrics suite on Redis in all its forms.
// servers: redis redis-tls redis-auth sentinel cluster
#include "metrics_suite.hpp"
#include "redis/metrics_store.hpp"
#include "server_store.hpp"

namespace {

using namespace objectos;

struct RedisMetrics : conformance::MetricsFixture {
  static constexpr const char* name = "redis";
  RedisMetrics() : RedisMetrics("OBJECTOS_TEST_REDIS") {}
  ~RedisMetrics() override { open()->remove(Glob()); }
  RedisMetrics(const RedisMetrics&) = delete;
  RedisMetrics& operator=(const RedisMetrics&) = delete;
  std::shared_ptr<MetricsStore> open() override {
    return redis::metrics(server_options_of_url(config_, "metrics", url_));
  }

 protected:
  explicit RedisMetrics(const char* variable) : url_(conformance::server(variable)) {
    static int count = 0;
    config_.set("metrics.options.key_prefix",
                "m" + std::to_string(::getpid()) + "_" + std::to_string(count++) + ":");
  }
  std::string url_;
  Config config_;
};

struct RedisTlsMetrics : RedisMetrics {
  static constexpr const char* name = "redis, TLS";
  RedisTlsMetrics() : RedisMetrics("OBJECTOS_TEST_REDIS_TLS") {
    config_.set("metrics.options.tls_ca", conformance::server("OBJECTOS_TEST_REDIS_TLS_CA"));
  }
};

struct RedisAuthMetrics : RedisMetrics {
  static constexpr const char* name = "redis, user and password";
  RedisAuthMetrics() : RedisMetrics("OBJECTOS_TEST_REDIS_AUTH") {}
};

struct RedisSentinelMetrics : RedisMetrics {
  static constexpr const char* name = "redis, sentinel";
  RedisSentinelMetrics() : RedisMetrics("OBJECTOS_TEST_REDIS_SENTINEL") {}
};

struct RedisClusterMetrics : RedisMetrics {
  static constexpr const char* name = "redis, cluster";
  RedisClusterMetrics() : RedisMetrics("OBJECTOS_TEST_REDIS_CLUSTER") {
    config_.set("state_dir", std::string(std::getenv("TMPDIR")) + "/state");
  }
};

METRICS_SUITE(RedisMetrics)
METRICS_SUITE(RedisTlsMetrics)
METRICS_SUITE(RedisAuthMetrics)
METRICS_SUITE(RedisSentinelMetrics)
METRICS_SUITE(RedisClusterMetrics)

}  // namespace
