// What the module `redis` hands out.
#pragma once

#include <memory>

#include "kernel/server_options.hpp"
#include "objectos/storage.hpp"

namespace objectos::redis {

struct Exports {
  /// Connects at the first use.
  std::shared_ptr<StorageBackend> (*storage)(ServerOptions options);
  const char* hiredis_version;
};

}  // namespace objectos::redis
