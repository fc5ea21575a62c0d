// Consistent copies of whole database files, while other processes use them.
#pragma once

#include <string>

#include "objectos/text.hpp"

namespace objectos::sqlite {

/// Copies the database `from` into the file `to`, which must be empty or absent.
void save_snapshot(const std::string& from, const std::string& to, Millis lock_timeout);

/// Error(data) unless `path` is a sound SQLite database.
void check_snapshot(const std::string& path);

/// Makes the database `into` (created 0600 if absent) equal to the snapshot, in one transaction: a process
/// that has it open sees either the old or the new content.
void load_snapshot(const std::string& from, const std::string& into, Millis lock_timeout);

}  // namespace objectos::sqlite
