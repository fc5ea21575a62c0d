#include <libpq-fe.h>

#include "objectos/module.hpp"
#include "objectos/version.hpp"
#include "postgres/exports.hpp"
#include "postgres/storage_backend.hpp"

extern "C" OBJECTOS_API const objectos::ModuleInfo* objectos_module() {
  static constexpr objectos::postgres::Exports exports{&objectos::postgres::storage, &PQlibVersion};
  static constexpr objectos::ModuleInfo info{objectos::module_abi, __VERSION__, OBJECTOS_VERSION, nullptr,
                                             &exports};
  return &info;
}
