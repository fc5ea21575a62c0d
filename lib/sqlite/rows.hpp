// What the tables of storage and cache have in common: columns key, value and expires_at.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "objectos/entry.hpp"
#include "sqlite/connection.hpp"

namespace objectos::sqlite {

using Prepared = std::unique_ptr<SQLite::Statement>;

/// A cached statement in use: reset when done, whatever happens.
class Use {
 public:
  explicit Use(SQLite::Statement& statement) : statement_(statement) {}
  ~Use() { statement_.tryReset(); }
  Use(const Use&) = delete;
  Use& operator=(const Use&) = delete;

 private:
  SQLite::Statement& statement_;
};

/// The statement, prepared when it is asked for first.
SQLite::Statement& prepared(Connection& connection, Prepared& statement, const char* sql);

/// Lasts until the statement goes on.
std::string_view text_of(const SQLite::Column& column);

/// JSON text as TEXT, bytes as a BLOB; `value` must outlive the statement's run.
void bind_value(SQLite::Statement& statement, int index, const Value& value);
/// Error(data), naming the file and `key`, if it is no JSON: other programs may write there, too.
Value value_of(const Connection& connection, const SQLite::Column& column, std::string_view key);

/// NULL, and 0 for the TypeScript plugin: never.
std::optional<std::int64_t> ends_at(const SQLite::Column& column);

/// Visits the entries in `table` that have not expired at `now_ms`, as StorageBackend::range does.
void scan(Connection& connection, const char* table, const Range& range, std::int64_t now_ms, const Visitor& visit);

}  // namespace objectos::sqlite
