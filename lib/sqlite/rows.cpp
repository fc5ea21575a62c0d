#include "sqlite/rows.hpp"

#include "objectos/error.hpp"

namespace objectos::sqlite {
namespace {

/// The smallest text greater than all that begin with `prefix`; empty if there is none.
std::string end_of_prefix(std::string prefix) {
  while (!prefix.empty() && static_cast<unsigned char>(prefix.back()) == 0xFF) prefix.pop_back();
  if (!prefix.empty()) prefix.back() = static_cast<char>(static_cast<unsigned char>(prefix.back()) + 1);
  return prefix;
}

}  // namespace

SQLite::Statement& prepared(Connection& connection, Prepared& statement, const char* sql) {
  if (!statement) statement = std::make_unique<SQLite::Statement>(connection.database(), sql);
  return *statement;
}

std::string_view text_of(const SQLite::Column& column) {
  const char* text = column.getText();
  return {text, static_cast<std::size_t>(column.getBytes())};
}

void bind_value(SQLite::Statement& statement, int index, const Value& value) {
  if (value.is_bytes()) {
    statement.bindNoCopy(index, value.raw().data() ? value.raw().data() : "", static_cast<int>(value.raw().size()));
  } else {
    statement.bindNoCopy(index, value.raw());
  }
}

Value value_of(const Connection& connection, const SQLite::Column& column, std::string_view key) {
  const bool bytes = column.isBlob();
  const void* data = bytes ? column.getBlob() : column.getText();
  std::string raw(static_cast<const char*>(data ? data : ""), static_cast<std::size_t>(column.getBytes()));
  if (bytes) return Value::bytes(std::move(raw));
  try {
    return Value::stored(std::move(raw), {"value", 1});
  } catch (const Error& error) {
    throw error.at(key).at(connection.path());
  }
}

std::optional<std::int64_t> ends_at(const SQLite::Column& column) {
  if (column.isNull()) return std::nullopt;
  const std::int64_t ends = column.getInt64();
  return ends == 0 ? std::nullopt : std::optional(ends);
}

void scan(Connection& connection, const char* table, const Range& range, std::int64_t now_ms, const Visitor& visit) {
  const std::string& prefix = range.pattern.prefix();
  const std::string end = end_of_prefix(prefix);
  const bool from_cursor = !range.after.empty() && range.after >= prefix;
  std::string sql = range.with_values ? "SELECT expires_at, key, value FROM " : "SELECT expires_at, key FROM ";
  sql.append(table).append(from_cursor ? " WHERE key > ?1" : " WHERE key >= ?1");
  if (!end.empty()) sql += " AND key < ?2";
  sql += " ORDER BY key";
  SQLite::Statement statement(connection.database(), sql);
  statement.bindNoCopy(1, from_cursor ? range.after : prefix);
  if (!end.empty()) statement.bindNoCopy(2, end);
  Entry entry;
  while (statement.executeStep()) {
    entry.expires_at = ends_at(statement.getColumn(0));
    if (entry.expires_at && *entry.expires_at <= now_ms) continue;
    const SQLite::Column key = statement.getColumn(1);
    if (!key.isText()) continue;  // a BLOB key is none of ours
    entry.key.assign(key.getText(), static_cast<std::size_t>(key.getBytes()));
    if (!range.pattern.matches(entry.key)) continue;
    if (range.with_values) entry.value = value_of(connection, statement.getColumn(2), entry.key);
    if (!visit(entry)) return;
  }
}

}  // namespace objectos::sqlite
