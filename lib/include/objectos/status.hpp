// What an operator should know of this installation, and what to do about it.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "objectos/api.hpp"
#include "objectos/config.hpp"
#include "objectos/error.hpp"

namespace objectos {

enum class Health { healthy, degraded, unhealthy };
/// "healthy", "degraded", "unhealthy"
OBJECTOS_API std::string_view health_name(Health health) noexcept;

/// One thing that was looked at. Degraded: it works, and somebody should mend it. Unhealthy: it does not
/// work.
struct StatusCheck {
  std::string name;  ///< "storage", "storage.expired", …
  Health health = Health::healthy;
  Message message;
  std::string fix{};  ///< the command that mends it; empty: there is nothing to mend, or no command for it
};

struct StatusReport {
  std::vector<StatusCheck> checks;
  /// The worst of them.
  OBJECTOS_API Health health() const noexcept;
};

/// Whether plugins are loaded, to see if they can be; a program that runs them skips that.
enum class PluginCheck { load, skip };

/// Looks at the state directory and at each service as the configuration says: whether it can be reached, how
/// much is in it, what waits in it; whether the files of translations can be read and the plugins be loaded.
/// Changes nothing, and creates nothing. What is wrong is a check, never an exception; a backend that hangs
/// is waited for as long as SERVICE.timeout says, all at once.
OBJECTOS_API StatusReport check_status(const Config& config, PluginCheck plugins = PluginCheck::load);

/// Appends {"status","checks":[{"name","status","message","fix"}]}, in English; fix is null where there is
/// none.
OBJECTOS_API void append_status_json(std::string& out, const StatusReport& report);

}  // namespace objectos
