// What a shared object that is loaded at run time says of itself: plugins, and objectos's own adapters to
// heavy libraries. A plugin's author needs plugin.hpp only.
#pragma once

namespace objectos {

class Plugin;

/// Raised with every incompatible change of Plugin, PluginContext or what they use.
inline constexpr unsigned module_abi = 1;

/// What the one exported symbol of a module, `objectos_module`, returns. A mismatch of the first three
/// members is refused with words before anything else of it is read; they keep their place and type for ever.
struct ModuleInfo {
  unsigned abi;
  const char* compiler;         ///< __VERSION__: family and major number must be the library's
  const char* library_version;  ///< OBJECTOS_VERSION: major and minor must be the library's
  /// A new plugin, or null if the module holds none. May throw.
  Plugin* (*create_plugin)();
  /// Of objectos's own modules: a table that the library and this module agree on. Null in plugins.
  const void* exports;
};

}  // namespace objectos
