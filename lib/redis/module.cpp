#include <hiredis/hiredis.h>

#include "objectos/module.hpp"
#include "objectos/version.hpp"
#include "redis/cache_backend.hpp"
#include "redis/exports.hpp"
#include "redis/metrics_store.hpp"
#include "redis/notification_queue.hpp"
#include "redis/storage_backend.hpp"

#define OBJECTOS_TEXT(x) #x
#define OBJECTOS_VALUE_TEXT(x) OBJECTOS_TEXT(x)

extern "C" OBJECTOS_API const objectos::ModuleInfo* objectos_module() {
  static constexpr objectos::redis::Exports exports{
      &objectos::redis::storage, &objectos::redis::cache, &objectos::redis::metrics,
      &objectos::redis::notification_queue,
      OBJECTOS_VALUE_TEXT(HIREDIS_MAJOR) "." OBJECTOS_VALUE_TEXT(HIREDIS_MINOR) "." OBJECTOS_VALUE_TEXT(
          HIREDIS_PATCH)};
  static constexpr objectos::ModuleInfo info{objectos::module_abi, __VERSION__, OBJECTOS_VERSION, nullptr, &exports};
  return &info;
}
