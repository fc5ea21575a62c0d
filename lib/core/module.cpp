#include "core/module.hpp"

#include <dlfcn.h>
#include <link.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstdlib>
#include <map>
#include <memory>
#include <mutex>

#include "core/files.hpp"
#include "objectos/error.hpp"
#include "objectos/version.hpp"

namespace objectos {
namespace {

std::string real_path(const std::string& path) {
  char resolved[PATH_MAX];
  return ::realpath(path.c_str(), resolved) ? resolved : std::string();
}

bool is_there(const std::string& path) {
  struct stat info {};
  return ::stat(path.c_str(), &info) == 0;
}

// ---- where modules are
// -------------------------------------------------------------------------------------

void add_module_path(std::vector<std::string>& out) {
  const char* variable = ::secure_getenv("OBJECTOS_MODULE_PATH");
  if (!variable) return;
  std::string_view rest = variable;
  while (!rest.empty()) {
    const auto colon = rest.find(':');
    const auto directory = rest.substr(0, colon);
    // A relative one would mean another directory after every cd.
    if (!directory.empty() && directory.front() == '/') out.emplace_back(directory);
    rest.remove_prefix(colon == rest.npos ? rest.size() : colon + 1);
  }
}

// The file this code was mapped from.
struct Home {
  std::string directory;
  bool is_program = false;
};

Home find_home() {
  // A variable without linkage: a function's address may be that of another copy of the library.
  static const char here = 0;
  Dl_info info{};
  link_map* map = nullptr;
  if (::dladdr1(&here, &info, reinterpret_cast<void**>(&map), RTLD_DL_LINKMAP) == 0 || !map) return {};
  // The program itself has no name in the list, and what dladdr says of it is argv[0]: anybody's word.
  const bool is_program = map->l_name[0] == '\0';
  const std::string file = real_path(is_program ? "/proc/self/exe" : map->l_name);
  if (file.empty()) return {};
  return {files::parent(file), is_program};
}

std::vector<std::string> module_directories() {
  std::vector<std::string> out;
  add_module_path(out);
  const Home home = find_home();
  if (home.directory.empty()) return out;
  out.push_back(home.directory + "/objectos");
  if (home.is_program) {
    out.push_back(home.directory + "/../lib/objectos");
#ifdef OBJECTOS_MODULE_DIR_RELATIVE
    out.push_back(home.directory + "/" OBJECTOS_MODULE_DIR_RELATIVE);
#endif
  }
  return out;
}

bool is_module_name(std::string_view name) {
  return !name.empty() && name.front() != '.' && name.find('/') == name.npos && name.find('\0') == name.npos;
}

// ---- whether they can be trusted and fit
// -------------------------------------------------------------------

void check_owner(const std::string& path) {
  struct stat info {};
  if (::stat(path.c_str(), &info) != 0) files::fail("open", path, errno);
  if (info.st_uid != 0 && info.st_uid != ::geteuid()) {
    throw Error(Errc::denied,
                Message("module.foreign", "{{path}}: belongs to another user, so its code is not run",
                        {{"path", path}}));
  }
  if (info.st_mode & 022) {
    throw Error(Errc::denied,
                Message("module.writable", "{{path}}: other users can write to it, so its code is not run",
                        {{"path", path}}),
                Message("module.writable_hint", "chmod go-w {{path}}", {{"path", path}}));
  }
}

// Whoever can replace the file, or a link to it, decides what runs.
void check_trust(const std::string& path, const std::string& real) {
  check_owner(real);
  check_owner(files::parent(real));
  if (real != path) check_owner(files::parent(path));
}

struct Compiler {
  bool clang;
  std::string_view major;
  friend bool operator==(const Compiler&, const Compiler&) = default;
};

// "12.2.0" of GCC; "Debian Clang 14.0.6", "Clang 17.0.1 (…)".
Compiler compiler_of(std::string_view version) {
  const auto clang = version.find("lang ");
  auto number = clang == version.npos ? version : version.substr(clang + 5);
  number = number.substr(0, std::min(number.find('.'), number.find(' ')));
  return {clang != version.npos, number};
}

std::string compiler_text(std::string_view version) {
  return (compiler_of(version).clang ? "" : "GCC ") + std::string(version);
}

std::string_view major_minor(std::string_view version) {
  const auto dot = version.find('.');
  return dot == version.npos ? version : version.substr(0, version.find('.', dot + 1));
}

std::string_view text_of(const char* text) {
  return text ? text : "?";
}

Message rebuild_hint() {
  return Message("module.rebuild_hint", "install or build the module for this version of objectos");
}

using Entry = const ModuleInfo* (*)();

/// How the functions of a file and of the libraries that it brings along are bound.
enum class Binding {
  at_once = RTLD_NOW,  ///< what is missing is found now
  /// Of large libraries few functions are ever called; to look all of libcurl's up took a tenth of a push.
  /// Our own modules are linked so that what they themselves call is bound at once.
  at_first_call = RTLD_LAZY,
};

Entry open_file(const std::string& path, const std::string& file, Binding binding) {
  void* handle = ::dlopen(file.c_str(), static_cast<int>(binding) | RTLD_LOCAL);
  if (!handle) {
    const char* reason = ::dlerror();
    throw Error(Errc::unavailable, Message("module.load_failed", "load module {{path}}: {{reason}}",
                                           {{"path", path}, {"reason", text_of(reason)}}));
  }
  // Never closed from here on, not even if it does not fit: what it set up at load may be in use.
  const auto entry = reinterpret_cast<Entry>(::dlsym(handle, "objectos_module"));
  if (!entry) {
    throw Error(
        Errc::unavailable,
        Message("module.no_entry", "load module {{path}}: it is no objectos module", {{"path", path}}),
        Message("module.no_entry_hint",
                "a module exports objectos_module: see OBJECTOS_MODULE in plugin.hpp"));
  }
  return entry;
}

struct Loaded {
  std::mutex mutex;
  std::map<std::string, const ModuleInfo*, std::less<>> by_name;
};

// Never destroyed: modules may be asked for while the process ends.
Loaded& loaded() {
  static Loaded& all = *std::make_unique<Loaded>().release();
  return all;
}

}  // namespace

void check_module(const ModuleInfo& info, std::string_view path) {
  if (info.abi != module_abi) {
    throw Error(Errc::unavailable,
                Message("module.other_abi",
                        "load module {{path}}: made for module ABI {{theirs}}, this is objectos "
                        "with module ABI {{ours}}",
                        {{"path", path}, {"theirs", info.abi}, {"ours", module_abi}}),
                rebuild_hint());
  }
  if (const auto theirs = text_of(info.compiler); compiler_of(theirs) != compiler_of(__VERSION__)) {
    throw Error(
        Errc::unavailable,
        Message("module.other_compiler",
                "load module {{path}}: built with {{theirs}}, this objectos with {{ours}}",
                {{"path", path}, {"theirs", compiler_text(theirs)}, {"ours", compiler_text(__VERSION__)}}),
        rebuild_hint());
  }
  if (const auto theirs = text_of(info.library_version);
      major_minor(theirs) != major_minor(OBJECTOS_VERSION)) {
    throw Error(Errc::unavailable,
                Message("module.other_version",
                        "load module {{path}}: built for objectos {{theirs}}, this is {{ours}}",
                        {{"path", path}, {"theirs", theirs}, {"ours", OBJECTOS_VERSION}}),
                rebuild_hint());
  }
}

namespace {

const ModuleInfo& load_file(const std::string& path, Binding binding) {
  // A bare name would send dlopen to the system's library directories.
  const std::string given = path.find('/') == path.npos ? "./" + path : path;
  const std::string real = real_path(given);
  if (real.empty()) {
    const int error_number = errno;
    throw Error(files::errc_of(error_number),
                Message("module.not_found", "load module {{path}}: {{reason}}",
                        {{"path", path}, {"reason", std::generic_category().message(error_number)}}));
  }
  check_trust(given, real);
  const ModuleInfo* info = open_file(path, real, binding)();
  if (!info) {
    throw Error(Errc::unavailable,
                Message("module.empty", "load module {{path}}: it says nothing of itself", {{"path", path}}));
  }
  check_module(*info, path);
  return *info;
}

}  // namespace

const ModuleInfo& open_module(const std::string& path) {
  return load_file(path, Binding::at_once);
}

std::string find_module(std::string_view name) {
  if (!is_module_name(name)) return {};
  for (const std::string& directory : module_directories()) {
    std::string path = directory + "/" + std::string(name) + ".so";
    if (is_there(path)) return path;
  }
  return {};
}

const ModuleInfo& load_module(std::string_view name) {
  Loaded& all = loaded();
  const std::lock_guard lock(all.mutex);
  if (const auto known = all.by_name.find(name); known != all.by_name.end()) return *known->second;
  const std::string path = find_module(name);
  if (path.empty()) {
    throw Error(
        Errc::unavailable,
        Message("module.missing", "the module {{module}} is not installed", {{"module", name}}),
        Message("module.missing_hint", "install the package objectos-{{module}}", {{"module", name}}));
  }
  const ModuleInfo& info = load_file(path, Binding::at_first_call);
  all.by_name.emplace(name, &info);
  return info;
}

}  // namespace objectos
