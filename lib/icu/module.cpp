#include "objectos/module.hpp"
#include "icu/exports.hpp"
#include "icu/plural_data.hpp"
#include "objectos/version.hpp"

extern "C" OBJECTOS_API const objectos::ModuleInfo* objectos_module() {
  static constexpr objectos::icu::Exports exports{&objectos::icu::plural_data};
  static constexpr objectos::ModuleInfo info{objectos::module_abi, __VERSION__, OBJECTOS_VERSION, nullptr,
                                             &exports};
  return &info;
}
