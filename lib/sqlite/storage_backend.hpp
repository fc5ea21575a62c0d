// Storage in one SQLite file, shared with other processes and with the TypeScript plugin.
#pragma once

#include <memory>

#include "objectos/storage.hpp"
#include "sqlite/connection.hpp"

namespace objectos::sqlite {

/// Nothing is opened before the first use; a read of a file that is not there finds nothing and creates
/// nothing.
std::shared_ptr<StorageBackend> storage(Options options, const Clock& clock);

/// The stored form. `key` is 'scope:key'; `value` is JSON text, or a BLOB for bytes; `expires_at` is in
/// milliseconds since the epoch, NULL for never.
extern const Schema storage_schema;

}  // namespace objectos::sqlite
