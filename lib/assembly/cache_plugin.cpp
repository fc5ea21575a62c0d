#include "objectos/cache.hpp"
#include "objectos/kernel.hpp"
#include "objectos/version.hpp"

namespace objectos {

CachePlugin::CachePlugin() = default;
CachePlugin::CachePlugin(Config config) : config_(std::make_unique<Config>(std::move(config))) {}
CachePlugin::~CachePlugin() = default;

std::string CachePlugin::name() const {
  return "cache";
}
std::string CachePlugin::version() const {
  return OBJECTOS_VERSION;
}

void CachePlugin::init(PluginContext& context) {
  const std::shared_ptr<Cache> cache = open_cache(config_ ? *config_ : context.config());
  context.register_service<Cache>(std::string(Cache::service_name), cache);
  context.every(std::chrono::minutes(1), [cache] { cache->collect(); });
}

void CachePlugin::destroy() {}

}  // namespace objectos
