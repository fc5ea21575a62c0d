// A module of another time: nothing behind the first three members can be relied on.
#include "objectos/api.hpp"
#include "objectos/module.hpp"
#include "objectos/version.hpp"

extern "C" OBJECTOS_API const objectos::ModuleInfo* objectos_module() {
  static constexpr objectos::ModuleInfo info{objectos::module_abi + 1, __VERSION__, OBJECTOS_VERSION, nullptr,
                                             nullptr};
  return &info;
}
