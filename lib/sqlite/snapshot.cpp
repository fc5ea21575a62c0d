#include "sqlite/snapshot.hpp"

#include <SQLiteCpp/Backup.h>
#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>
#include <SQLiteCpp/Statement.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "core/files.hpp"
#include "objectos/error.hpp"

namespace objectos::sqlite {
namespace {

[[noreturn]] void fail(const std::string& path, const SQLite::Exception& error) {
  switch (error.getErrorCode() & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      throw Error(Errc::unavailable,
                  Message("sqlite.locked", "{{path}}: another program holds a lock on the database",
                          {{"path", path}}));
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
      throw Error(Errc::data,
                  Message("sqlite.corrupt", "{{path}}: the database is damaged", {{"path", path}}));
    case SQLITE_FULL:
      throw Error(Errc::unavailable, Message("sqlite.full", "{{path}}: the disk is full", {{"path", path}}));
    default:
      throw Error(Errc::unavailable, Message("sqlite.unexpected", "{{path}}: {{reason}}",
                                             {{"path", path}, {"reason", error.what()}}));
  }
}

void create_private(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0) files::fail("create", path, errno);
  ::close(fd);
}

void copy(const std::string& from, const std::string& to, Millis lock_timeout) {
  try {
    const int timeout = static_cast<int>(lock_timeout.count());
    SQLite::Database source(from, SQLite::OPEN_READWRITE | SQLite::OPEN_NOMUTEX, timeout);
    sqlite3_db_config(source.getHandle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    SQLite::Database target(to, SQLite::OPEN_READWRITE | SQLite::OPEN_NOMUTEX, timeout);
    SQLite::Backup backup(target, source);
    backup.executeStep(-1);  // in one step: the source cannot change in between
  } catch (const SQLite::Exception& error) {
    fail((error.getErrorCode() & 0xFF) == SQLITE_FULL ? to : from, error);
  }
}

}  // namespace

void save_snapshot(const std::string& from, const std::string& to, Millis lock_timeout) {
  create_private(to);
  copy(from, to, lock_timeout);
}

void check_snapshot(const std::string& path) {
  try {
    SQLite::Database database(path, SQLite::OPEN_READWRITE | SQLite::OPEN_NOMUTEX);
    SQLite::Statement check(database, "PRAGMA integrity_check(1)");
    const bool sound = check.executeStep() && check.getColumn(0).getString() == "ok";
    if (!sound) throw SQLite::Exception("integrity check", SQLITE_CORRUPT);
  } catch (const SQLite::Exception& error) {
    fail(path, error);
  }
}

void load_snapshot(const std::string& from, const std::string& into, Millis lock_timeout) {
  create_private(into);
  copy(from, into, lock_timeout);
}

}  // namespace objectos::sqlite
