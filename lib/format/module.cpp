#include "objectos/module.hpp"
#include "format/exports.hpp"
#include "format/formats.hpp"
#include "objectos/version.hpp"

extern "C" OBJECTOS_API const objectos::ModuleInfo* objectos_module() {
  static constexpr objectos::format::Exports exports{&objectos::format::formats};
  static constexpr objectos::ModuleInfo info{objectos::module_abi, __VERSION__, OBJECTOS_VERSION, nullptr,
                                             &exports};
  return &info;
}
