// Which cache backend stands behind a URL. The one place that knows them all.
#include "assembly/backend_choice.hpp"
#include "core/module.hpp"
#include "kernel/server_options.hpp"
#include "objectos/cache.hpp"
#include "objectos/error.hpp"
#include "objectos/log.hpp"
#include "redis/exports.hpp"
#include "sqlite/cache_backend.hpp"

namespace objectos {
namespace {

CacheLimits limits_of(const Config& config) {
  CacheLimits limits;
  limits.max_size = static_cast<std::size_t>(config.integer("cache.options.max_size"));
  if (config.is_set("cache.options.max_bytes")) limits.max_bytes = config.size("cache.options.max_bytes");
  limits.policy = config.string("cache.options.policy") == "sieve" ? CachePolicy::sieve : CachePolicy::lru;
  return limits;
}

std::shared_ptr<Cache> cache_over(std::shared_ptr<CacheBackend> backend, const Config& config) {
  std::optional<Millis> ttl;
  if (config.is_set("cache.options.default_ttl")) ttl = config.duration("cache.options.default_ttl");
  try {
    return std::make_shared<Cache>(std::move(backend), ttl);
  } catch (const Error& error) {
    throw error.at("cache.options.default_ttl");
  }
}

std::shared_ptr<CacheBackend> open_memory(const Config& config, const Clock& clock) {
  return memory_cache(limits_of(config), clock);
}

std::shared_ptr<CacheBackend> open_sqlite(std::string_view path, const Config& config, const Clock& clock) {
  return sqlite::cache(sqlite_options(config, "cache", path), limits_of(config), clock);
}

std::shared_ptr<CacheBackend> open_redis(ServerOptions options, const Config& config) {
  return module_exports<redis::Exports>("redis").cache(std::move(options), limits_of(config));
}

}  // namespace

std::shared_ptr<Cache> open_cache(const Config& config, const Clock& clock) {
  if (const auto url = url_of(config, "cache")) return open_cache(*url, config, clock);
  const std::string backend = config.string("cache.backend");
  if (backend == "memory" || backend == "lru") return cache_over(open_memory(config, clock), config);
  if (backend == "sqlite") return cache_over(open_sqlite(config.string("cache.options.path"), config, clock), config);
  return cache_over(open_redis(server_options(config, "cache", backend), config), config);
}

std::shared_ptr<Cache> open_cache(std::string_view url, const Config& config, const Clock& clock) {
  const auto colon = url.find(':');
  const std::string_view scheme = url.substr(0, colon);
  const std::string_view rest = colon == url.npos ? std::string_view() : url.substr(colon + 1);
  if (scheme == "memory" && rest.empty()) return cache_over(open_memory(config, clock), config);
  if (scheme == "sqlite" && !rest.empty()) return cache_over(open_sqlite(rest, config, clock), config);
  if (module_of_url(url) == "redis")
    return cache_over(open_redis(server_options_of_url(config, "cache", url), config), config);
  throw Error(Errc::usage, Message("cache.url", "\"{{url}}\" is not the URL of a cache backend", {{"url", redact(url)}}),
              Message("cache.url_hint", "URLs are memory:, sqlite:PATH, redis://HOST, rediss://HOST"));
}

}  // namespace objectos
