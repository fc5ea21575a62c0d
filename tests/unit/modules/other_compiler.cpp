#include "objectos/api.hpp"
#include "objectos/module.hpp"
#include "objectos/version.hpp"

extern "C" OBJECTOS_API const objectos::ModuleInfo* objectos_module() {
  static constexpr objectos::ModuleInfo info{objectos::module_abi, "Elderly Clang 3.4.2", OBJECTOS_VERSION,
                                             nullptr, nullptr};
  return &info;
}
