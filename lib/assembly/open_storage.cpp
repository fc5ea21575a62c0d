// Which backend stands behind a URL. The one place that knows them all.
#include <unistd.h>

#include <algorithm>

#include "core/files.hpp"
#include "core/module.hpp"
#include "kernel/server_options.hpp"
#include "objectos/error.hpp"
#include "objectos/log.hpp"
#include "objectos/storage.hpp"
#include "postgres/exports.hpp"
#include "redis/exports.hpp"
#include "sqlite/storage_backend.hpp"

namespace objectos {
namespace {

std::shared_ptr<StorageBackend> open_sqlite(std::string path, const Config& config, const Clock& clock) {
  sqlite::Options options;
  options.in_state_directory = path.empty();
  options.path = path.empty() ? config.state_dir() + "/storage.db" : std::move(path);
  options.durable = config.string("storage.durability") == "full";
  options.lock_timeout = sqlite::lock_timeout(config, "storage");
  return sqlite::storage(std::move(options), clock);
}

std::shared_ptr<StorageBackend> open_memory(const Config& config, const Clock& clock) {
  return memory_storage(static_cast<std::size_t>(config.integer("storage.options.max_keys")), clock);
}

std::shared_ptr<StorageBackend> open_module(std::string_view module, ServerOptions options) {
  if (module == "postgres") return module_exports<postgres::Exports>(module).storage(std::move(options));
  return module_exports<redis::Exports>(module).storage(std::move(options));
}

std::string from_working_directory(std::string_view path) {
  char* directory = ::getcwd(nullptr, 0);
  const std::string base = directory ? directory : "/";
  ::free(directory);
  return files::absolute(path, base);
}

/// How far down the list of sources an origin stands.
std::size_t rank(const Config& config, const ConfigOrigin& origin) {
  if (origin.kind != ConfigOrigin::Kind::file)
    return origin.kind == ConfigOrigin::Kind::default_value ? std::size_t(-1)
                                                            : static_cast<std::size_t>(origin.kind);
  const auto files = config.files();
  return 2 + static_cast<std::size_t>(std::find(files.begin(), files.end(), origin.name) - files.begin());
}

/// A URL names the backend, unless a higher source names it otherwise.
bool url_decides(const Config& config) {
  return rank(config, config.origin("storage.url")) <= rank(config, config.origin("storage.backend"));
}

}  // namespace

std::shared_ptr<Storage> open_storage(const Config& config, const Clock& clock) {
  const auto url = config.get("storage.url");
  if (url && url_decides(config)) return open_storage(*url, config, clock);
  const std::string backend = config.string("storage.backend");
  if (backend == "memory") return std::make_shared<Storage>(open_memory(config, clock));
  if (backend == "sqlite")
    return std::make_shared<Storage>(open_sqlite(config.string("storage.options.path"), config, clock));
  return std::make_shared<Storage>(open_module(backend, server_options(config, "storage", backend)));
}

std::shared_ptr<Storage> open_storage(std::string_view url, const Config& config, const Clock& clock) {
  const auto colon = url.find(':');
  const std::string_view scheme = url.substr(0, colon);
  const std::string_view rest = colon == url.npos ? std::string_view() : url.substr(colon + 1);
  if (scheme == "memory" && rest.empty()) return std::make_shared<Storage>(open_memory(config, clock));
  if (scheme == "sqlite" && !rest.empty())
    return std::make_shared<Storage>(open_sqlite(from_working_directory(rest), config, clock));
  if (const std::string_view module = module_of_url(url); !module.empty())
    return std::make_shared<Storage>(open_module(module, server_options_of_url(config, "storage", url)));
  throw Error(
      Errc::usage,
      Message("storage.url", "\"{{url}}\" is not the URL of a storage backend", {{"url", redact(url)}}),
      Message("storage.url_hint",
              "URLs are memory:, sqlite:PATH, redis://HOST, rediss://HOST, postgres://HOST/DATABASE"));
}

}  // namespace objectos
