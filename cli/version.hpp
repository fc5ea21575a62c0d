// objectos --version
#pragma once

#include "console.hpp"

namespace objectos::cli {

/// "objectos 0.1.0"; in JSON with modules and library versions.
void print_version(Output& out);

}  // namespace objectos::cli
