#include "version.hpp"

#include <CLI/Version.hpp>

#include "objectos/json.hpp"
#include "objectos/library.hpp"

namespace objectos::cli {

void print_version(Output& out) {
  if (!out.json()) return out.line("objectos " + std::string(library_version()));
  std::string text = "{\"version\":" + json::quoted(library_version()) + ",\"modules\":[";
  const auto modules = installed_modules();
  for (std::size_t i = 0; i < modules.size(); ++i) text += (i ? "," : "") + json::quoted(modules[i]);
  text += "],\"libraries\":{\"cli11\":" + json::quoted(CLI11_VERSION);
  for (const auto& [name, version] : library_versions())
    text += "," + json::quoted(name) + ":" + json::quoted(version);
  out.line(text + "}}");
}

}  // namespace objectos::cli
