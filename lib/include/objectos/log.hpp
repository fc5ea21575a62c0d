// Messages for operators, on stderr, one line each: `objectos: LEVEL: NAME: TEXT`. Silent below `warning`
// unless set_log_level says otherwise.
#pragma once

#include <string>
#include <string_view>

#include "objectos/api.hpp"

namespace objectos {

enum class LogLevel { debug, info, warning, error, off };

/// For the whole process; thread safe. Default: warning.
OBJECTOS_API void set_log_level(LogLevel level) noexcept;
OBJECTOS_API LogLevel log_level() noexcept;

/// From now on `secret` is replaced by `***` wherever it occurs in a log line or in redact(). Texts under
/// four bytes are ignored: they would make holes everywhere. Thread safe.
OBJECTOS_API void add_secret(std::string_view secret);
/// `text` without known secrets and without passwords in URLs (`redis://user:***@host`, `?password=***`).
OBJECTOS_API std::string redact(std::string_view text);

/// `text` for one line on a terminal: control characters, bytes that are not UTF-8 and the characters that
/// turn the writing direction come out as `\n`, `\x1b`, `\u202e`.
OBJECTOS_API std::string printable(std::string_view text);

/// A named source of log lines, redacted and printable. Cheap to copy; every member is thread safe, and none
/// throws.
class OBJECTOS_API Logger {
 public:
  explicit Logger(std::string name) : name_(std::move(name)) {}
  void debug(std::string_view text) const noexcept { write(LogLevel::debug, text); }
  void info(std::string_view text) const noexcept { write(LogLevel::info, text); }
  void warning(std::string_view text) const noexcept { write(LogLevel::warning, text); }
  void error(std::string_view text) const noexcept { write(LogLevel::error, text); }

 private:
  void write(LogLevel level, std::string_view text) const noexcept;
  std::string name_;
};

}  // namespace objectos
