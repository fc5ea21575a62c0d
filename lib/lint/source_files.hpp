// The files of source code that somebody names.
#pragma once

#include <string>
#include <vector>

namespace objectos::lint {

/// Paths that `patterns` stand for, in bytewise order, each once. A pattern is a path that exists, or has
/// `*`, `?`,
/// `[a-z]` (within a name), `**` (any number of directories) and `{ts,tsx}`. A directory stands for the
/// source code below it. Neither goes by itself into hidden directories, node_modules, or a directory by a
/// symbolic link.
///
/// Error(usage) for a pattern that no file matches, Error(denied or unavailable) for a directory that cannot
/// be read.
std::vector<std::string> find_source_files(const std::vector<std::string>& patterns);

}  // namespace objectos::lint
