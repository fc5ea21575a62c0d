// One SQLite database file, opened the way a one-shot command needs it: no checkpoint and no fsync on the
// way out, waiting instead of "database is locked", foreign errors turned into Error at once.
#pragma once

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>
#include <SQLiteCpp/Statement.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "objectos/config.hpp"
#include "objectos/text.hpp"

namespace objectos::sqlite {

struct Options {
  std::string path;
  /// `path` lies in the state directory: the directory is created, and refused unless it is ours alone.
  bool in_state_directory = false;
  bool durable = false;  ///< durability: full — every commit is on disk when it returns
  Millis lock_timeout{10'000};
};

/// What makes a file one service's database.
struct Schema {
  std::int64_t version;        ///< PRAGMA user_version of this program
  const char* table;           ///< a table whose presence makes a version-0 file ours (the plugin's)
  const char* create;          ///< SQL for an empty file
  const char* migrate_from_0;  ///< SQL for a file that the TypeScript plugin made
};

/// How long to wait for a locked database: SERVICE.timeout, else 10 s.
Millis lock_timeout(const Config& config, std::string_view service);

/// Before the first connection of the process.
void drop_statistics() noexcept;

/// Of the SQLite that is linked.
std::string_view version() noexcept;

/// Not thread safe: its owner locks. Statements must not outlive it.
class Connection {
 public:
  Connection(Options options, const Schema& schema);
  ~Connection();

  // Both throw Error(unavailable) in a transaction that SQLite has rolled back by itself (full disk, I/O
  // error): what follows would otherwise be committed one by one.

  /// Opens the file; false if it does not exist (or holds nothing yet). Creates nothing.
  bool open_for_reading();
  /// Opens the file; creates directory, file and schema where they are missing, and migrates older ones.
  void open_for_writing();
  bool is_open() const noexcept { return database_ != nullptr; }

  /// Begins (BEGIN, BEGIN IMMEDIATE or a savepoint inside another), commits, rolls back.
  void begin(bool write);
  void commit();
  void rollback() noexcept;
  bool in_transaction() const noexcept { return depth_ > 0; }

  std::unique_ptr<SQLite::Statement> prepare(const char* sql);
  void execute(const char* sql);
  /// Room on the disk for the log to grow by so many bytes, taken now: Error(unavailable) if there is none. A
  /// promise only as far as the file system can give one and nobody else writes to this database.
  void reserve(std::int64_t bytes);
  /// Many small commits are coming, or have come: meanwhile the log is emptied less often.
  void let_log_grow(bool may_grow);
  /// Rows changed by the last statement.
  std::int64_t changes() const noexcept;

  /// Runs `operation`; what SQLite throws comes out as Error, naming the file.
  template <class Operation>
  auto guarded(Operation operation) {
    try {
      return operation();
    } catch (const SQLite::Exception& error) {
      note_lost_transaction();
      fail(error);
    }
  }
  [[noreturn]] void fail(const SQLite::Exception& error) const;
  const std::string& path() const noexcept { return options_.path; }
  /// How long to wait for other writers from now on; returns how long it was.
  Millis set_lock_timeout(Millis timeout) noexcept { return std::exchange(options_.lock_timeout, timeout); }
  SQLite::Database& database() noexcept { return *database_; }

 private:
  [[noreturn]] void throw_full() const;
  void check_transaction() const;
  void note_lost_transaction() noexcept;
  bool open_file();
  void create_file();
  void configure();
  /// Version of the schema in the open file; throws for newer and foreign ones. Nothing: the file is empty.
  std::optional<std::int64_t> recognise();
  void migrate();
  static int wait_for_lock(void* self, int attempt);
  static int shorten_log(void* self, sqlite3* handle, const char* name, int pages);

  Options options_;
  const Schema& schema_;
  std::unique_ptr<SQLite::Database> database_;
  bool ready_for_writing_ = false;
  int depth_ = 0;
  bool lost_ = false;               // SQLite rolled the transaction back by itself
  std::int64_t wait_until_ms_ = 0;  // steady clock; set at the first wait of a statement
  bool lets_log_grow_ = false;
  bool has_waited_ = false;         // for another writer, since the last commit
  std::uint32_t jitter_;
};

}  // namespace objectos::sqlite
