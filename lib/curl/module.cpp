#include <curl/curl.h>

#include "curl/client.hpp"
#include "curl/exports.hpp"
#include "curl/smtp_client.hpp"
#include "objectos/module.hpp"
#include "objectos/version.hpp"

extern "C" OBJECTOS_API const objectos::ModuleInfo* objectos_module() {
  static constexpr objectos::curl::Exports exports{&objectos::curl::client, &objectos::curl::smtp_client,
                                                   LIBCURL_VERSION};
  static constexpr objectos::ModuleInfo info{objectos::module_abi, __VERSION__, OBJECTOS_VERSION, nullptr,
                                             &exports};
  return &info;
}
