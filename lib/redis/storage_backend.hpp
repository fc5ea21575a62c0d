// Storage in Redis, in the form of the TypeScript plugin: key_prefix + 'scope:key' → JSON text, expiry with PX.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "kernel/server_options.hpp"
#include "objectos/storage.hpp"

namespace objectos::redis {

std::shared_ptr<StorageBackend> storage(ServerOptions options);

/// Bytes are a NUL, which begins no JSON, and then themselves.
void append_stored(std::string& out, const Value& value);
/// Text that is no JSON reads as a string; what is not even UTF-8, as bytes.
Value value_of(std::string_view stored);

}  // namespace objectos::redis
