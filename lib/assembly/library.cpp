#include "objectos/library.hpp"

#include <nlohmann/json.hpp>

#include "core/module.hpp"
#include "objectos/version.hpp"
#include "sqlite/connection.hpp"

#define OBJECTOS_TEXT(x) #x
#define OBJECTOS_VALUE_TEXT(x) OBJECTOS_TEXT(x)

namespace objectos {

std::string_view library_version() noexcept {
  return OBJECTOS_VERSION;
}

void prepare_process() noexcept {
  sqlite::drop_statistics();
}

std::vector<std::pair<std::string, std::string>> library_versions() {
  return {{"nlohmann_json",
           OBJECTOS_VALUE_TEXT(NLOHMANN_JSON_VERSION_MAJOR) "." OBJECTOS_VALUE_TEXT(
               NLOHMANN_JSON_VERSION_MINOR) "." OBJECTOS_VALUE_TEXT(NLOHMANN_JSON_VERSION_PATCH)},
          {"sqlite", std::string(sqlite::version())}};
}

std::vector<std::string> installed_modules() {
  std::vector<std::string> found;
  for (const char* name : {"curl", "format", "http", "icu", "postgres", "redis"}) {
    if (!find_module(name).empty()) found.emplace_back(name);
  }
  return found;
}

}  // namespace objectos
