#include "objectos/kernel.hpp"
#include "objectos/storage.hpp"
#include "objectos/version.hpp"

namespace objectos {

StoragePlugin::StoragePlugin() = default;
StoragePlugin::StoragePlugin(Config config) : config_(std::make_unique<Config>(std::move(config))) {}
StoragePlugin::~StoragePlugin() = default;

std::string StoragePlugin::name() const {
  return "storage";
}
std::string StoragePlugin::version() const {
  return OBJECTOS_VERSION;
}

void StoragePlugin::init(PluginContext& context) {
  context.register_service<Storage>(std::string(Storage::service_name),
                                    open_storage(config_ ? *config_ : context.config()));
}

void StoragePlugin::destroy() {}

}  // namespace objectos
