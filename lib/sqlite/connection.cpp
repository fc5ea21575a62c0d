#include "sqlite/connection.hpp"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <ctime>
#include <utility>

#include "core/files.hpp"
#include "objectos/error.hpp"

namespace objectos::sqlite {
namespace {

/// Pages in the WAL that make a commit empty it. Every cold open reads the whole WAL again, about 3 µs a
/// page, so SQLite's 1000 would make reads slow (tests/bench/README.md).
constexpr int wal_pages = 100;
/// The same while others write, too: nobody opens the file cold then, and emptying the WAL keeps them
/// waiting.
constexpr int busy_wal_pages = 400;

std::int64_t steady_ms() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

/// WAL needs memory shared between all who use the file; NFS has none.
bool is_network_directory(const std::string& path) {
  constexpr long nfs_magic = 0x6969;
  struct statfs info {};
  return ::statfs(path.c_str(), &info) == 0 && static_cast<long>(info.f_type) == nfs_magic;
}

/// On a read-only disk SQLite cannot make the shared memory that a WAL database asks for. Without a log there
/// is nothing in it, and nobody can be writing.
bool needs_immutable(const std::string& path) {
  if (::access(path.c_str(), W_OK) == 0 || errno != EROFS) return false;
  struct stat log {};
  return ::stat((path + "-wal").c_str(), &log) != 0 || log.st_size == 0;
}

/// `path` for a file: URI (https://sqlite.org/uri.html).
std::string uri_path(const std::string& path) {
  static constexpr char hex[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : path) {
    if (c == '?' || c == '#' || c == '%') {
      out.append("%").append(1, hex[c >> 4]).append(1, hex[c & 15]);
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace

Connection::Connection(Options options, const Schema& schema)
    : options_(std::move(options)),
      schema_(schema),
      jitter_(static_cast<std::uint32_t>(::getpid()) * 2654435761u | 1u) {}

Connection::~Connection() {
  if (in_transaction()) rollback();
}

void Connection::fail(const SQLite::Exception& error) const {
  const auto raise = [this](Errc code, const char* id, const char* english, Message hint = {}) {
    throw Error(code, Message(id, english, {{"path", options_.path}}), std::move(hint));
  };
  switch (error.getErrorCode() & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      raise(Errc::unavailable, "sqlite.locked", "{{path}}: another program holds a lock on the database",
            Message("sqlite.locked_hint", "waited for {{time}}; fuser {{path}} shows who has it open",
                    {{"time", format_duration(options_.lock_timeout)}, {"path", options_.path}}));
      break;
    case SQLITE_NOTADB:
      raise(Errc::data, "sqlite.not_a_database", "{{path}}: this is not a SQLite database");
      break;
    case SQLITE_CORRUPT:
      raise(Errc::data, "sqlite.corrupt", "{{path}}: the database is damaged",
            Message("sqlite.corrupt_hint",
                    "restore a backup, or save what is readable with: sqlite3 {{path}} .recover",
                    {{"path", options_.path}}));
      break;
    case SQLITE_FULL: throw_full();
    case SQLITE_TOOBIG: raise(Errc::data, "sqlite.too_big", "{{path}}: the value is too large"); break;
    case SQLITE_NOMEM: raise(Errc::unavailable, "sqlite.no_memory", "{{path}}: out of memory"); break;
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_AUTH: {
      // SQLite's code does not tell a missing right from a read-only file system; the system does.
      int reason = database_ ? sqlite3_system_errno(database_->getHandle()) : errno;
      if (::access(options_.path.c_str(), W_OK) != 0 && errno != ENOENT)
        reason = errno;
      else if (::access(files::parent(options_.path).c_str(), W_OK) != 0)
        reason = errno;
      files::fail("open", options_.path, reason ? reason : EACCES);
    }
    case SQLITE_IOERR: {
      const int reason = database_ ? sqlite3_system_errno(database_->getHandle()) : 0;
      if (reason == ENOSPC || reason == EDQUOT) throw_full();
      files::fail("access", options_.path, reason ? reason : EIO);
    }
    case SQLITE_ERROR:
      // A statement that does not fit the tables: somebody else's file, whatever its version says.
      throw Error(Errc::data,
                  Message("sqlite.foreign", "{{path}}: this database was not made by objectos ({{reason}})",
                          {{"path", options_.path}, {"reason", error.what()}}));
    default: break;
  }
  throw Error(Errc::internal, Message("sqlite.unexpected", "{{path}}: {{reason}}",
                                      {{"path", options_.path}, {"reason", error.what()}}));
}

/// Jittered sleeps from 0.1 to 5 ms. SQLite's own ladder ends at 100 ms: a writer that is unlucky under 64
/// others waits for seconds (tests/bench/README.md).
int Connection::wait_for_lock(void* context, int attempt) {
  auto& self = *static_cast<Connection*>(context);
  const std::int64_t now = steady_ms();
  if (attempt == 0) self.wait_until_ms_ = now + self.options_.lock_timeout.count();
  self.has_waited_ = true;
  if (now >= self.wait_until_ms_) return 0;
  self.jitter_ ^= self.jitter_ << 13;
  self.jitter_ ^= self.jitter_ >> 17;
  self.jitter_ ^= self.jitter_ << 5;
  const std::uint32_t ceiling_us = std::min(5000u, 100u << std::min(attempt, 6));
  const timespec pause{0, static_cast<long>(ceiling_us / 2 + self.jitter_ % (ceiling_us / 2 + 1)) * 1000};
  ::nanosleep(&pause, nullptr);
  return 1;
}

bool Connection::open_file() {
  if (options_.in_state_directory && !files::check_private_directory(files::parent(options_.path)))
    return false;
  if (::access(options_.path.c_str(), F_OK) != 0) {
    if (errno == ENOENT || errno == ENOTDIR) return false;
    files::fail("open", options_.path, errno);
  }
  guarded([this] {
    if (needs_immutable(options_.path)) {
      const std::string uri = "file:" + uri_path(options_.path) + "?immutable=1";
      database_ = std::make_unique<SQLite::Database>(
          uri, SQLite::OPEN_READONLY | SQLite::OPEN_URI | SQLite::OPEN_NOMUTEX);
    } else {
      database_ =
          std::make_unique<SQLite::Database>(options_.path, SQLite::OPEN_READWRITE | SQLite::OPEN_NOMUTEX);
    }
  });
  configure();
  return true;
}

/// Before the first statement: even preparing one may have to wait.
void Connection::configure() {
  sqlite3* handle = database_->getHandle();
  sqlite3_busy_handler(handle, &wait_for_lock, this);
  sqlite3_extended_result_codes(handle, 1);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  int persist = 1;
  sqlite3_file_control(handle, "main", SQLITE_FCNTL_PERSIST_WAL, &persist);
  sqlite3_wal_hook(handle, &shorten_log, this);
}

/// After each commit. SQLite's own automatic checkpoint would not do: that all of the log is in the database
/// it notes in shared memory only, so when the last process has left, the next one reads all of the log,
/// appends to it and check-points it again, and so on without end. What can be done without waiting for
/// others is done; a commit never fails because of it.
int Connection::shorten_log(void* context, sqlite3* handle, const char* name, int pages) {
  auto& self = *static_cast<Connection*>(context);
  const bool may_grow = std::exchange(self.has_waited_, false) || self.lets_log_grow_;
  if (pages < (may_grow ? busy_wal_pages : wal_pages)) return SQLITE_OK;
  sqlite3_busy_handler(handle, nullptr, nullptr);
  sqlite3_wal_checkpoint_v2(handle, name, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
  sqlite3_busy_handler(handle, &wait_for_lock, context);
  return SQLITE_OK;
}

void Connection::let_log_grow(bool may_grow) {
  if (std::exchange(lets_log_grow_, may_grow) == may_grow || may_grow || !database_) return;
  shorten_log(this, database_->getHandle(), "main", busy_wal_pages);
}

void Connection::reserve(std::int64_t bytes) {
  // SQLite's locks are on other files: closing this one lets go of none.
  const int log = ::open((options_.path + "-wal").c_str(), O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
  if (log < 0) return;  // another kind of journal, as on network file systems
  struct stat about {};
  const bool is_full = ::fstat(log, &about) == 0 &&
                       ::fallocate(log, FALLOC_FL_KEEP_SIZE, about.st_size, bytes) != 0 &&
                       (errno == ENOSPC || errno == EDQUOT);
  ::close(log);
  if (is_full) throw_full();
}

void Connection::throw_full() const {
  throw Error(Errc::unavailable,
              Message("sqlite.full", "{{path}}: the disk is full", {{"path", options_.path}}));
}

std::optional<std::int64_t> Connection::recognise() {
  return guarded([this]() -> std::optional<std::int64_t> {
    SQLite::Statement version(*database_, "PRAGMA user_version");
    version.executeStep();
    const std::int64_t found = version.getColumn(0).getInt64();
    if (found > schema_.version) {
      throw Error(
          Errc::data,
          Message("sqlite.newer",
                  "{{path}}: written by a newer objectos (schema {{found}}, this one knows {{known}})",
                  {{"path", options_.path}, {"found", found}, {"known", schema_.version}}));
    }
    if (found != 0) return found;
    SQLite::Statement tables(
        *database_, "SELECT coalesce(sum(name = ?1), 0), count(*) FROM sqlite_master WHERE type = 'table'");
    tables.bindNoCopy(1, schema_.table);
    tables.executeStep();
    if (tables.getColumn(0).getInt64() > 0) return 0;
    if (tables.getColumn(1).getInt64() == 0) return std::nullopt;
    throw Error(Errc::data, Message("sqlite.no_table", "{{path}}: this database belongs to another program",
                                    {{"path", options_.path}}));
  });
}

void Connection::note_lost_transaction() noexcept {
  if (depth_ > 0 && database_ && sqlite3_get_autocommit(database_->getHandle())) lost_ = true;
}

void Connection::check_transaction() const {
  if (lost_) {
    throw Error(Errc::unavailable, Message("sqlite.lost_transaction",
                                           "{{path}}: the transaction was rolled back after an earlier error",
                                           {{"path", options_.path}}));
  }
}

bool Connection::open_for_reading() {
  check_transaction();
  if (is_open()) return true;
  if (!open_file()) return false;
  try {
    if (recognise()) return true;
  } catch (...) {
    database_.reset();
    throw;
  }
  database_.reset();
  return false;
}

void Connection::open_for_writing() {
  check_transaction();
  if (ready_for_writing_) return;
  const bool was_open = is_open();
  if (!was_open && !open_file()) {
    create_file();
    if (!open_file()) files::fail("create", options_.path, ENOENT);
  }
  try {
    const auto version = recognise();
    if (!version || *version < schema_.version) migrate();
    execute(options_.durable ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=NORMAL");
  } catch (...) {
    if (!was_open) database_.reset();  // or the next read would take the file for one of ours
    throw;
  }
  ready_for_writing_ = true;
}

/// The file is made whole beside its place and then linked there: nobody ever sees half a database, and of
/// two processes that create it at once one wins.
void Connection::create_file() {
  const std::string directory = files::parent(options_.path);
  if (options_.in_state_directory) files::make_private_directory(directory);
  // Threads of one process may create it at once, each through a connection of its own.
  static std::atomic<unsigned> counter{0};
  const std::string temporary =
      options_.path + ".new." + std::to_string(::getpid()) + "." + std::to_string(counter++);
  ::unlink(temporary.c_str());
  const int fd = ::open(temporary.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0) files::fail("create", options_.path, errno);
  ::fchmod(fd, 0600);
  ::close(fd);
  try {
    guarded([&] {
      SQLite::Database fresh(temporary, SQLite::OPEN_READWRITE | SQLite::OPEN_NOMUTEX);
      fresh.exec("PRAGMA auto_vacuum=INCREMENTAL");
      fresh.exec(schema_.create);
      fresh.exec("PRAGMA user_version=" + std::to_string(schema_.version));
      fresh.exec(is_network_directory(directory) ? "PRAGMA journal_mode=DELETE" : "PRAGMA journal_mode=WAL");
    });  // the last close check-points: the one file holds everything
  } catch (...) {
    for (const char* suffix : {"", "-wal", "-shm", "-journal"}) ::unlink((temporary + suffix).c_str());
    throw;
  }
  const bool linked = ::link(temporary.c_str(), options_.path.c_str()) == 0 || errno == EEXIST;
  const int link_error = errno;
  ::unlink(temporary.c_str());
  if (!linked) files::fail("create", options_.path, link_error);
}

/// From an empty file or one that the plugin made, in one transaction; another process may have been faster.
void Connection::migrate() {
  begin(true);
  try {
    const auto version = recognise();
    if (!version) {
      execute(schema_.create);
    } else if (*version == 0) {
      execute(schema_.migrate_from_0);
    }
    execute(("PRAGMA user_version=" + std::to_string(schema_.version)).c_str());
    commit();
  } catch (...) {
    rollback();
    throw;
  }
  // Recorded in the file, so once is enough. Refused while others use the file: then the next one does it.
  if (!is_network_directory(files::parent(options_.path))) database_->tryExec("PRAGMA journal_mode=WAL");
}

void Connection::begin(bool write) {
  check_transaction();
  if (depth_ == 0) {
    execute(write ? "BEGIN IMMEDIATE" : "BEGIN");
  } else {
    execute("SAVEPOINT nested");  // names shadow each other like a stack
  }
  ++depth_;
}

void Connection::commit() {
  check_transaction();
  execute(depth_ == 1 ? "COMMIT" : "RELEASE nested");
  --depth_;
}

void Connection::rollback() noexcept {
  // After a full disk or an I/O error SQLite has rolled back by itself.
  const bool active = !sqlite3_get_autocommit(database_->getHandle());
  if (active) database_->tryExec(depth_ == 1 ? "ROLLBACK" : "ROLLBACK TO nested; RELEASE nested");
  --depth_;
  if (depth_ == 0) lost_ = false;
}

std::unique_ptr<SQLite::Statement> Connection::prepare(const char* sql) {
  return guarded([&] { return std::make_unique<SQLite::Statement>(*database_, sql); });
}

void Connection::execute(const char* sql) {
  guarded([&] { database_->exec(sql); });
}

std::int64_t Connection::changes() const noexcept {
  return sqlite3_changes(database_->getHandle());
}

Millis lock_timeout(const Config& config, std::string_view service) {
  const std::string key = std::string(service) + ".timeout";
  return config.is_set(key) ? config.duration(key) : Options().lock_timeout;
}

void drop_statistics() noexcept {
  sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

std::string_view version() noexcept {
  return sqlite3_libversion();
}

}  // namespace objectos::sqlite
