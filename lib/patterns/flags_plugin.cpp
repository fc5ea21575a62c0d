#include "objectos/flags.hpp"

namespace objectos {

FlagsPlugin::FlagsPlugin() : ServicePlugin(Flags::service_name) {}
FlagsPlugin::~FlagsPlugin() = default;

std::vector<std::string> FlagsPlugin::dependencies() const {
  return {"storage"};
}
void FlagsPlugin::init(PluginContext& context) {
  flags_ = std::make_shared<Flags>(*context.get_service<Storage>(Storage::service_name));
  context.register_service<Flags>(std::string(Flags::service_name), flags_);
}
void FlagsPlugin::start(PluginContext& context) {
  if (context.has_service(Cache::service_name)) flags_->use(*context.get_service<Cache>(Cache::service_name));
}
void FlagsPlugin::destroy() {
  flags_.reset();
}

}  // namespace objectos
