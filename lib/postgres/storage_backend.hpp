// Storage in a table of PostgreSQL.
#pragma once

#include <memory>

#include "kernel/server_options.hpp"
#include "objectos/storage.hpp"

namespace objectos::postgres {

/// The table `objectos_storage` in the connection's search path, created by the first write. Connects at the
/// first use. Another program may write there too: what it wrote is checked.
std::shared_ptr<StorageBackend> storage(ServerOptions options);

}  // namespace objectos::postgres
