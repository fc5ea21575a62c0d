#include "objectos/kernel.hpp"
#include "objectos/storage.hpp"

namespace objectos {

StoragePlugin::StoragePlugin() : ServicePlugin(Storage::service_name) {}
StoragePlugin::StoragePlugin(Config config) : ServicePlugin(Storage::service_name, std::move(config)) {}
StoragePlugin::~StoragePlugin() = default;

void StoragePlugin::init(PluginContext& context) {
  context.register_service<Storage>(std::string(Storage::service_name), open_storage(config(context)));
}

}  // namespace objectos
