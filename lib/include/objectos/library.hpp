// What this library is made of.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "objectos/api.hpp"

namespace objectos {

/// "0.1.0": of the library that runs, not of the headers.
OBJECTOS_API std::string_view library_version() noexcept;
/// For a main program, once, before anything else: settings of the whole process that a library must not make
/// for others (SQLite keeps no memory statistics; bulk work is 8 % faster).
OBJECTOS_API void prepare_process() noexcept;
/// Names and versions of the libraries inside it.
OBJECTOS_API std::vector<std::pair<std::string, std::string>> library_versions();
/// Names of the modules that can be loaded, sorted.
OBJECTOS_API std::vector<std::string> installed_modules();

}  // namespace objectos
