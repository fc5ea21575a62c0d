// The module loader: shared objects that are mapped on first use and stay.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "objectos/api.hpp"
#include "objectos/module.hpp"

namespace objectos {

/// The shared object at `path` (one without a slash lies in the working directory): loaded, checked, never
/// unloaded. Thread safe; the same file twice is the same module.
///
/// Error(unavailable) if it cannot be loaded, is no module, or was built for another ABI, compiler or
/// library; the message names both sides. Error(denied) if somebody else than root and the effective user
/// owns or can write the file or its directory: its code would run as us.
const ModuleInfo& open_module(const std::string& path);

/// The module NAME.so, each loaded once per process. Thread safe. Looked for in
///  - the absolute directories of OBJECTOS_MODULE_PATH (colons between; ignored in a setuid process),
///  - `objectos/` beside the library or binary that holds this code,
///  - for a binary: `../lib/objectos/` from there (also the build tree), and OBJECTOS_MODULE_DIR_RELATIVE
///  from
///    there if the build defines it (`../lib/x86_64-linux-gnu/objectos`).
///
/// Errors as open_module; Error(unavailable) that names the package to install if there is no such file.
OBJECTOS_API const ModuleInfo& load_module(std::string_view name);

/// Where load_module would find the file; empty if nowhere. For `objectos --version --json`.
std::string find_module(std::string_view name);

/// What load_module(NAME) hands out as `exports`. `Exports` is the table both sides agree on.
template <class Exports>
const Exports& module_exports(std::string_view name) {
  return *static_cast<const Exports*>(load_module(name).exports);
}

/// Throws Error(unavailable) that names `path` and both sides unless a module with this `info` fits.
void check_module(const ModuleInfo& info, std::string_view path);

}  // namespace objectos
