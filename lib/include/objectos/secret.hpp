// Values that are named, not said, so that they stand on no command line and in no queue: `env:NAME`,
// `file:PATH`, `cmd:COMMAND`.
#pragma once

#include <string>
#include <string_view>

#include "objectos/api.hpp"

namespace objectos {

/// True if the text begins as such a name does.
OBJECTOS_API bool is_value_name(std::string_view text) noexcept;

/// What it names, read now: a variable of the environment, a file, or what `sh -c COMMAND` prints. Newlines
/// at its end go. Error(usage) for a variable that is not set, a file that is not there, or a text that is no
/// such name; Error(denied) and Error(unavailable) for one that cannot be read, a command that fails, or an
/// empty value. Messages name it and never hold it.
OBJECTOS_API std::string named_value(std::string_view text);

/// The same of a secret: from then on it is one (add_secret).
OBJECTOS_API std::string read_secret(std::string_view text);

}  // namespace objectos
