// The suite of queues on Redis in its forms.
// servers: redis sentinel cluster
#include "kernel/server_options.hpp"
#include "manual_clock.hpp"
#include "queue_suite.hpp"
#include "redis/notification_queue.hpp"
#include "test_server.hpp"

namespace {

using namespace objectos;

struct RedisQueue : conformance::QueueFixture {
  static constexpr const char* name = "redis";
  RedisQueue() : RedisQueue("OBJECTOS_TEST_REDIS") {}
  std::shared_ptr<NotificationQueue> open() override {
    return redis::notification_queue(server_options_of_url(config_, "notification", url_));
  }
  void pass(Millis time) override { clock_.now += time.count(); }

 protected:
  explicit RedisQueue(const char* variable) : url_(conformance::server(variable)) {
    config_.set("notification.options.key_prefix", conformance::unique_name() + ":");
    clock_.now.moved = conformance::set_server_clock;
    clock_.now += 0;
  }
  std::string url_;
  Config config_;
  conformance::ManualClock clock_;
};

struct RedisSentinelQueue : RedisQueue {
  static constexpr const char* name = "redis, sentinel";
  RedisSentinelQueue() : RedisQueue("OBJECTOS_TEST_REDIS_SENTINEL") {}
};

struct RedisClusterQueue : RedisQueue {
  static constexpr const char* name = "redis, cluster";
  RedisClusterQueue() : RedisQueue("OBJECTOS_TEST_REDIS_CLUSTER") {
    config_.set("state_dir", std::string(std::getenv("TMPDIR")) + "/state");
  }
};

QUEUE_SUITE(RedisQueue)
QUEUE_SUITE(RedisSentinelQueue)
QUEUE_SUITE(RedisClusterQueue)

}  // namespace
