// What the module `redis` hands out.
#pragma once

#include <memory>

#include "kernel/server_options.hpp"
#include "objectos/cache.hpp"
#include "objectos/metrics_store.hpp"
#include "objectos/notification_queue.hpp"
#include "objectos/storage.hpp"

namespace objectos::redis {

struct Exports {
  /// Connects at the first use.
  std::shared_ptr<StorageBackend> (*storage)(ServerOptions options);
  std::shared_ptr<CacheBackend> (*cache)(ServerOptions options, const CacheLimits& limits);
  std::shared_ptr<MetricsStore> (*metrics)(ServerOptions options);
  std::shared_ptr<NotificationQueue> (*notification)(ServerOptions options);
  const char* hiredis_version;
};

}  // namespace objectos::redis
