// What every service asks before it opens its backend.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "objectos/config.hpp"
#include "sqlite/connection.hpp"

namespace objectos {

/// SERVICE.url, unless a higher source names SERVICE.backend.
std::optional<std::string> url_of(const Config& config, std::string_view service);

/// The SQLite file in which the service keeps its state; nothing if it keeps it elsewhere.
std::optional<sqlite::Options> sqlite_file_of(const Config& config, std::string_view service);

/// The SQLite file of a service: `path` from the working directory; empty: SERVICE.db in the state directory.
sqlite::Options sqlite_options(const Config& config, std::string_view service, std::string_view path);

}  // namespace objectos
