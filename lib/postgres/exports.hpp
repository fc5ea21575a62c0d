// What the module `postgres` hands out.
#pragma once

#include <memory>

#include "kernel/server_options.hpp"
#include "objectos/storage.hpp"

namespace objectos::postgres {

struct Exports {
  /// Connects at the first use.
  std::shared_ptr<StorageBackend> (*storage)(ServerOptions options);
  int (*libpq_version)();  ///< 150020 is 15.20
};

}  // namespace objectos::postgres
