#include <yaml.h>

#include "i18n/yaml_events.hpp"
#include "objectos/api.hpp"
#include "objectos/module.hpp"
#include "objectos/version.hpp"
#include "yaml/read.hpp"

extern "C" OBJECTOS_API const objectos::ModuleInfo* objectos_module() {
  static constexpr objectos::i18n::YamlExports exports{&objectos::yaml::read, &yaml_get_version_string};
  static constexpr objectos::ModuleInfo info{objectos::module_abi, __VERSION__, OBJECTOS_VERSION, nullptr,
                                             &exports};
  return &info;
}
