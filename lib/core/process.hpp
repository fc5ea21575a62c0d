// Which process somebody is, so that others can tell later whether it still lives.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <string_view>

#include "objectos/api.hpp"

namespace objectos {

/// A process of one start of one machine. A process number alone is given to others again, and means nothing
/// on another host or in another container.
struct ProcessIdentity {
  std::string host;
  std::string boot;   ///< differs after each start of the machine; empty: not known
  std::string space;  ///< where the numbers are counted: a container has its own; empty: not known
  pid_t pid = 0;
  std::string start;  ///< when it began, as the kernel counts; empty: not known

  OBJECTOS_API static ProcessIdentity own();
  /// Words with blanks between them; the host is the last.
  OBJECTOS_API std::string text() const;
  /// Nothing if `text` is none.
  OBJECTOS_API static std::optional<ProcessIdentity> parse(std::string_view text);
};

enum class Life { lives, ended, unknown };
/// Whether `process` lives, as far as this process can see: of other hosts and containers nothing is known.
/// Hosts have different names.
OBJECTOS_API Life life_of(const ProcessIdentity& process);

}  // namespace objectos
