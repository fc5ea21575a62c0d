// Which backend stands behind a URL. The one place that knows them all.
#include "assembly/backend_choice.hpp"
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

std::shared_ptr<StorageBackend> open_sqlite(std::string_view path, const Config& config, const Clock& clock) {
  sqlite::Options options = sqlite_options(config, "storage", path);
  options.durable = config.string("storage.durability") == "full";
  return sqlite::storage(std::move(options), clock);
}

std::shared_ptr<StorageBackend> open_memory(const Config& config, const Clock& clock) {
  return memory_storage(static_cast<std::size_t>(config.integer("storage.options.max_keys")), clock);
}

std::shared_ptr<StorageBackend> open_module(std::string_view module, ServerOptions options) {
  if (module == "postgres") return module_exports<postgres::Exports>(module).storage(std::move(options));
  return module_exports<redis::Exports>(module).storage(std::move(options));
}

}  // namespace

std::shared_ptr<Storage> open_storage(const Config& config, const Clock& clock) {
  if (const auto url = url_of(config, "storage")) return open_storage(*url, config, clock);
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
    return std::make_shared<Storage>(open_sqlite(rest, config, clock));
  if (const std::string_view module = module_of_url(url); !module.empty())
    return std::make_shared<Storage>(open_module(module, server_options_of_url(config, "storage", url)));
  throw Error(
      Errc::usage,
      Message("storage.url", "\"{{url}}\" is not the URL of a storage backend", {{"url", redact(url)}}),
      Message("storage.url_hint",
              "URLs are memory:, sqlite:PATH, redis://HOST, rediss://HOST, postgres://HOST/DATABASE"));
}

}  // namespace objectos
