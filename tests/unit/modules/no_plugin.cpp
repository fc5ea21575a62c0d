// A module as objectos's own adapters are: no plugin, but a table that both sides know.
#include "objectos/api.hpp"
#include "objectos/module.hpp"
#include "objectos/version.hpp"

namespace {
constexpr int answer = 42;
}

extern "C" OBJECTOS_API const objectos::ModuleInfo* objectos_module() {
  static constexpr objectos::ModuleInfo info{objectos::module_abi, __VERSION__, OBJECTOS_VERSION, nullptr,
                                             &answer};
  return &info;
}
