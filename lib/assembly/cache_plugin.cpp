#include "objectos/cache.hpp"
#include "objectos/kernel.hpp"

namespace objectos {

CachePlugin::CachePlugin() : ServicePlugin(Cache::service_name) {}
CachePlugin::CachePlugin(Config config) : ServicePlugin(Cache::service_name, std::move(config)) {}
CachePlugin::~CachePlugin() = default;

void CachePlugin::init(PluginContext& context) {
  const std::shared_ptr<Cache> cache = open_cache(config(context));
  context.register_service<Cache>(std::string(Cache::service_name), cache);
  context.every(std::chrono::minutes(1), [cache] { cache->collect(); });
}

}  // namespace objectos
