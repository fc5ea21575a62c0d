#include "assembly/backend_choice.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "core/files.hpp"

namespace objectos {
namespace {

std::string from_working_directory(std::string_view path) {
  char* directory = ::getcwd(nullptr, 0);
  const std::string base = directory ? directory : "/";
  ::free(directory);
  return files::absolute(path, base);
}

/// How far down the list of sources an origin stands.
std::size_t rank(const Config& config, const ConfigOrigin& origin) {
  if (origin.kind != ConfigOrigin::Kind::file)
    return origin.kind == ConfigOrigin::Kind::default_value ? std::size_t(-1)
                                                            : static_cast<std::size_t>(origin.kind);
  const auto files = config.files();
  return 2 + static_cast<std::size_t>(std::find(files.begin(), files.end(), origin.name) - files.begin());
}

}  // namespace

std::optional<std::string> url_of(const Config& config, std::string_view service) {
  const std::string name(service);
  auto url = config.get(name + ".url");
  if (url && rank(config, config.origin(name + ".url")) <= rank(config, config.origin(name + ".backend")))
    return url;
  return std::nullopt;
}

std::optional<sqlite::Options> sqlite_file_of(const Config& config, std::string_view service) {
  constexpr std::string_view scheme = "sqlite:";
  const std::string name(service);
  if (const auto url = url_of(config, service)) {
    if (!url->starts_with(scheme)) return std::nullopt;
    return sqlite_options(config, service, std::string_view(*url).substr(scheme.size()));
  }
  if (config.string(name + ".backend") != "sqlite") return std::nullopt;
  return sqlite_options(config, service, config.string(name + ".options.path"));
}

sqlite::Options sqlite_options(const Config& config, std::string_view service, std::string_view path) {
  sqlite::Options options;
  options.in_state_directory = path.empty();
  options.path =
      path.empty() ? config.state_dir() + "/" + std::string(service) + ".db" : from_working_directory(path);
  options.lock_timeout = sqlite::lock_timeout(config, service);
  return options;
}

}  // namespace objectos
