#include <httplib.h>

#include "http/exports.hpp"
#include "http/server.hpp"
#include "objectos/module.hpp"
#include "objectos/version.hpp"

extern "C" OBJECTOS_API const objectos::ModuleInfo* objectos_module() {
  static constexpr objectos::http::Exports exports{&objectos::http::open_server, CPPHTTPLIB_VERSION};
  static constexpr objectos::ModuleInfo info{objectos::module_abi, __VERSION__, OBJECTOS_VERSION, nullptr,
                                             &exports};
  return &info;
}
