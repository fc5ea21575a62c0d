#include "sqlite/file_facts.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>
#include <SQLiteCpp/Statement.h>
#include <sys/stat.h>

#include "objectos/error.hpp"

namespace objectos::sqlite {
namespace {

constexpr int lock_timeout_ms = 1'000;

std::uint64_t size_of(const std::string& path) {
  struct stat info {};
  return ::stat(path.c_str(), &info) == 0 ? static_cast<std::uint64_t>(info.st_size) : 0;
}

std::uint64_t count(SQLite::Database& database, const std::string& sql, std::int64_t now_ms) {
  SQLite::Statement statement(database, sql);
  if (statement.getBindParameterCount() > 0) statement.bind(1, now_ms);
  return statement.executeStep() ? static_cast<std::uint64_t>(statement.getColumn(0).getInt64()) : 0;
}

}  // namespace

FileFacts file_facts(const std::string& path, std::string_view service, std::int64_t now_ms) {
  FileFacts facts;
  facts.bytes = size_of(path);
  facts.log_bytes = size_of(path + "-wal");
  facts.is_there = facts.bytes > 0;
  const char* table = service == "storage" ? "storage" : service == "cache" ? "entries" : nullptr;
  if (!facts.is_there || !table) return facts;
  try {
    SQLite::Database database(path, SQLite::OPEN_READONLY, lock_timeout_ms);
    const std::string rows = "SELECT count(*) FROM " + std::string(table);
    facts.rows = count(database, rows, now_ms);
    facts.expired = count(database, rows + " WHERE expires_at <= ?1 AND expires_at <> 0", now_ms);
  } catch (const SQLite::Exception& error) {
    throw Error(Errc::unavailable,
                Message("sqlite.count", "{{path}}: {{reason}}", {{"path", path}, {"reason", error.what()}}));
  }
  return facts;
}

}  // namespace objectos::sqlite
