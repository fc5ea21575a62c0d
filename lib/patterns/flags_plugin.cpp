#include "objectos/flags.hpp"
#include "objectos/version.hpp"

namespace objectos {

std::string FlagsPlugin::name() const {
  return "flags";
}
std::string FlagsPlugin::version() const {
  return OBJECTOS_VERSION;
}
std::vector<std::string> FlagsPlugin::dependencies() const {
  return {"storage"};
}
void FlagsPlugin::init(PluginContext& context) {
  const auto storage = context.get_service<Storage>(Storage::service_name);
  context.register_service<Flags>(std::string(Flags::service_name), std::make_shared<Flags>(*storage));
}

}  // namespace objectos
