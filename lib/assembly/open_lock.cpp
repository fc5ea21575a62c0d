// The locks of the configured store.
#include "objectos/lock.hpp"
#include "objectos/log.hpp"

namespace objectos {
namespace {

/// What tells stores apart that one state directory serves.
std::string place_of(const Config& config) {
  std::string place = redact(config.get("storage.url").value_or(""));
  for (const char* key :
       {"storage.backend", "storage.options.path", "storage.options.host", "storage.options.port",
        "storage.options.dbname", "storage.options.db", "storage.options.key_prefix"})
    place += '\n' + config.get(key).value_or("");
  return place;
}

}  // namespace

Lock open_lock(const Config& config, Storage storage, std::string scope) {
  return Lock(std::move(storage), {std::move(scope), config.state_dir() + "/locks", place_of(config)});
}

Lock open_lock(const Config& config, std::string scope) {
  return open_lock(config, *open_storage(config), std::move(scope));
}

}  // namespace objectos
