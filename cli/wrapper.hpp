// What commands that run another command have in common: their own failures have exit statuses apart from the
// child's (exit_status.hpp), and --timeout stops the child instead of leaving it behind.
#pragma once

#include <optional>

#include "call.hpp"
#include "child.hpp"

namespace objectos::cli {

/// Prints the error, with the command's name, as every command's is; returns `status`.
int wrapper_failure(Call& call, int status, const Error& error);

/// After Child: what to do if exec failed. Prints why and returns 126 or 127; nothing if it did not fail.
std::optional<int> exec_failure(Call& call, Child& child, const std::string& command);

/// When --timeout ends.
std::optional<Steady::time_point> time_limit(const Call& call);

/// The words of a command as one text, for people.
std::string joined(std::span<const std::string> words);

}  // namespace objectos::cli
