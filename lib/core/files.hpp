// Files and directories with exact modes. Every failure is an Error that names the path.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <string_view>

#include "objectos/error.hpp"

namespace objectos::files {

/// The Errc that an errno stands for: EACCES, EPERM → denied; the rest → unavailable.
Errc errc_of(int error_number) noexcept;
/// Throws the Error for `error_number`: "OPERATION PATH: reason".
[[noreturn]] void fail(std::string_view operation, std::string_view path, int error_number);

/// The whole file; nothing if it does not exist.
OBJECTOS_API std::optional<std::string> read(const std::string& path);

/// Writes all of `bytes`, whatever the kernel takes at once. `path` is for the message.
void write_all(int descriptor, std::string_view bytes, std::string_view path);

/// The directory's part of a path: "." if it has none.
OBJECTOS_API std::string parent(const std::string& path);

/// Makes `path` (and what is missing above it) with mode 0700. Fine if it is there.
OBJECTOS_API void make_private_directory(const std::string& path);

/// Error(denied) if the directory belongs to another user or others can write to it. False if there is none.
OBJECTOS_API bool check_private_directory(const std::string& path);

/// An absolute, textually normalised path; relative ones start at `base`.
std::string absolute(std::string_view path, std::string_view base);

}  // namespace objectos::files
