#include <openssl/opensslv.h>

#include "objectos/module.hpp"
#include "objectos/version.hpp"
#include "tls/exports.hpp"
#include "tls/tls_stream.hpp"

extern "C" OBJECTOS_API const objectos::ModuleInfo* objectos_module() {
  static constexpr objectos::tls::Exports exports{&objectos::tls::connect_stream,
                                                  &objectos::tls::make_acceptor, OPENSSL_VERSION_STR};
  static constexpr objectos::ModuleInfo info{objectos::module_abi, __VERSION__, OBJECTOS_VERSION, nullptr, &exports};
  return &info;
}
