// Secrets that are named, not said: `env:NAME`, `file:PATH`, `cmd:COMMAND`.
#pragma once

#include <string>
#include <string_view>

namespace objectos::notification {

/// True if the text names a secret.
bool names_secret(std::string_view text) noexcept;
/// What it names, read now; it is a secret from then on (add_secret). One newline at the end goes.
/// Error(usage) for a variable that is not set or a text that names none, Error(unavailable) for a file that
/// cannot be read or a command that fails, with the name and never the secret.
std::string read_secret(std::string_view text);

}  // namespace objectos::notification
