#include "sqlite/storage_backend.hpp"

#include <sqlite3.h>

#include <mutex>

#include "objectos/error.hpp"
#include "storage/step.hpp"

namespace objectos::sqlite {

// The index is partial and has the name of the plugin's own, so that the plugin does not add a second one.
const Schema storage_schema{1, "storage",
                            "CREATE TABLE storage(key TEXT PRIMARY KEY, value NOT NULL, expires_at INTEGER);"
                            "CREATE INDEX idx_expires_at ON storage(expires_at) WHERE expires_at IS NOT NULL",
                            "SELECT key, value, expires_at FROM storage LIMIT 0"};

namespace {

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

/// The smallest text greater than all that begin with `prefix`; empty if there is none.
std::string end_of_prefix(std::string prefix) {
  while (!prefix.empty() && static_cast<unsigned char>(prefix.back()) == 0xFF) prefix.pop_back();
  if (!prefix.empty()) prefix.back() = static_cast<char>(static_cast<unsigned char>(prefix.back()) + 1);
  return prefix;
}

class SqliteStorage final : public StorageBackend {
 public:
  SqliteStorage(Options options, const Clock& clock)
      : connection_(std::move(options), storage_schema), clock_(clock) {}

  std::string name() const override { return "sqlite"; }
  std::int64_t now_ms() const override { return clock_.now_ms(); }
  bool is_transactional() const override { return true; }

  std::optional<Entry> get(std::string_view key, Read) override {
    const std::lock_guard lock(mutex_);
    if (!connection_.open_for_reading()) return std::nullopt;
    return find(key);
  }

  void range(const Range& range, const Visitor& visit) override {
    const std::lock_guard lock(mutex_);
    if (!connection_.open_for_reading()) return;
    connection_.guarded([&] { scan(range, visit); });
  }

  bool erase(std::string_view key) override {
    const std::lock_guard lock(mutex_);
    if (!connection_.open_for_reading()) return false;
    connection_.open_for_writing();
    return connection_.guarded([&] {
      SQLite::Statement& statement =
          prepared(erase_, "DELETE FROM storage WHERE key = ?1 RETURNING expires_at");
      const Use use(statement);
      key_ = key;
      statement.bindNoCopy(1, key_);
      if (!statement.executeStep()) return false;
      const bool live = !is_expired(statement);
      while (statement.executeStep()) {
      }
      return live;
    });
  }

  Outcome apply(std::string_view key, const Step& step) override {
    const std::lock_guard lock(mutex_);
    if (changes_only(step) && !connection_.open_for_reading()) return {};
    connection_.open_for_writing();
    if (const Put* put = std::get_if<Put>(&step); put && is_plain(*put)) {
      write(key, put->value, expires_at(put->expiry, nullptr, clock_.now_ms()));
      return {true, {}, {}, {}};
    }
    if (connection_.in_transaction()) return read_and_write(key, step);
    connection_.begin(true);
    try {
      Outcome outcome = read_and_write(key, step);
      connection_.commit();
      return outcome;
    } catch (...) {
      connection_.rollback();
      throw;
    }
  }

  std::unique_ptr<Transaction> begin(Access access) override;

  std::size_t collect() override {
    const std::lock_guard lock(mutex_);
    if (!connection_.open_for_reading()) return 0;
    connection_.open_for_writing();
    return connection_.guarded([&] {
      SQLite::Statement purge(connection_.database(),
                              "DELETE FROM storage WHERE expires_at <= ?1 AND expires_at <> 0");
      purge.bind(1, clock_.now_ms());
      purge.executeStep();
      const auto purged = static_cast<std::size_t>(connection_.changes());
      connection_.database().exec("PRAGMA incremental_vacuum");
      // Others may be reading the log right now; then the next gc empties it.
      connection_.database().tryExec("PRAGMA wal_checkpoint(TRUNCATE)");
      return purged;
    });
  }

 private:
  class Group;

  /// A write that needs no look at what is there.
  static bool is_plain(const Put& put) {
    return put.condition == Put::If::always && put.expiry.kind != Expiry::Kind::keep && !put.want_previous;
  }

  /// A step that does nothing where there is no entry must not create the file either.
  static bool changes_only(const Step& step) {
    const Put* put = std::get_if<Put>(&step);
    return put ? put->condition == Put::If::present || put->condition == Put::If::equals
               : std::holds_alternative<Expire>(step);
  }

  SQLite::Statement& prepared(Prepared& statement, const char* sql) {
    if (!statement) statement = std::make_unique<SQLite::Statement>(connection_.database(), sql);
    return *statement;
  }

  bool is_expired(const SQLite::Statement& row) const {
    const auto ends = ends_at(row);
    return ends && *ends <= clock_.now_ms();
  }

  std::optional<Entry> find(std::string_view key) {
    return connection_.guarded([&]() -> std::optional<Entry> {
      SQLite::Statement& statement = prepared(find_, "SELECT expires_at, value FROM storage WHERE key = ?1");
      const Use use(statement);
      key_ = key;
      statement.bindNoCopy(1, key_);
      if (!statement.executeStep() || is_expired(statement)) return std::nullopt;
      return Entry{std::string(key), value_of(statement.getColumn(1), key), ends_at(statement)};
    });
  }

  /// The plugin reads 0 as "never" too.
  static std::optional<std::int64_t> ends_at(const SQLite::Statement& row) {
    if (row.isColumnNull(0)) return std::nullopt;
    const std::int64_t ends = row.getColumn(0).getInt64();
    return ends == 0 ? std::nullopt : std::optional(ends);
  }

  Value value_of(const SQLite::Column& column, std::string_view key) const {
    const bool bytes = column.isBlob();
    const void* data = bytes ? column.getBlob() : column.getText();
    std::string raw(static_cast<const char*>(data ? data : ""), static_cast<std::size_t>(column.getBytes()));
    if (bytes) return Value::bytes(std::move(raw));
    // Other programs write this file too.
    try {
      return Value::stored(std::move(raw), {"value", 1});
    } catch (const Error& error) {
      throw error.at(key).at(connection_.path());
    }
  }

  void write(std::string_view key, const Value& value, std::optional<std::int64_t> ends) {
    connection_.guarded([&] {
      SQLite::Statement& statement =
          prepared(write_,
                   "INSERT INTO storage(key, value, expires_at) VALUES(?1, ?2, ?3) "
                   "ON CONFLICT(key) DO UPDATE SET value = excluded.value, expires_at = excluded.expires_at");
      const Use use(statement);
      key_ = key;
      statement.bindNoCopy(1, key_);
      if (value.is_bytes()) {
        statement.bindNoCopy(2, value.raw().data() ? value.raw().data() : "",
                             static_cast<int>(value.raw().size()));
      } else {
        statement.bindNoCopy(2, value.raw());
      }
      if (ends) {
        statement.bind(3, *ends);
      } else {
        statement.bind(3);
      }
      statement.executeStep();
    });
  }

  void scan(const Range& range, const Visitor& visit) {
    const std::string& prefix = range.pattern.prefix();
    const std::string end = end_of_prefix(prefix);
    const bool from_cursor = !range.after.empty() && range.after >= prefix;
    std::string sql = range.with_values ? "SELECT expires_at, key, value FROM storage WHERE key "
                                        : "SELECT expires_at, key FROM storage WHERE key ";
    sql += from_cursor ? "> ?1" : ">= ?1";
    if (!end.empty()) sql += " AND key < ?2";
    sql += " ORDER BY key";
    SQLite::Statement statement(connection_.database(), sql);
    statement.bindNoCopy(1, from_cursor ? range.after : prefix);
    if (!end.empty()) statement.bindNoCopy(2, end);
    Entry entry;
    while (statement.executeStep()) {
      if (is_expired(statement)) continue;
      const SQLite::Column key = statement.getColumn(1);
      if (!key.isText()) continue;  // a BLOB key is none of ours
      entry.key.assign(key.getText(), static_cast<std::size_t>(key.getBytes()));
      if (!range.pattern.matches(entry.key)) continue;
      entry.expires_at = ends_at(statement);
      if (range.with_values) entry.value = value_of(statement.getColumn(2), entry.key);
      if (!visit(entry)) return;
    }
  }

  Outcome read_and_write(std::string_view key, const Step& step) {
    const std::optional<Entry> current = find(key);
    Evaluation result = evaluate(step, key, current ? &*current : nullptr, clock_.now_ms());
    if (result.outcome.applied) write(key, result.entry->value, result.entry->expires_at);
    return std::move(result.outcome);
  }

  std::recursive_mutex mutex_;  // a Transaction's own thread comes in again
  Connection connection_;
  const Clock& clock_;
  std::string key_;  // bound without copying while a statement runs
  Prepared find_, write_, erase_;
};

/// Holds the lock for its thread. A read group on a file that is not there has nothing to end.
class SqliteStorage::Group final : public Transaction {
 public:
  Group(SqliteStorage& backend, Access access) : backend_(backend), lock_(backend.mutex_) {
    Connection& connection = backend_.connection_;
    if (access != Access::read) {
      connection.open_for_writing();
    } else if (!connection.open_for_reading()) {
      return;
    }
    connection.begin(access != Access::read);
    active_ = true;
  }
  ~Group() override {
    if (active_) backend_.connection_.rollback();
  }
  void commit() override {
    if (!active_) return;
    backend_.connection_.commit();
    active_ = false;
  }

 private:
  SqliteStorage& backend_;
  std::unique_lock<std::recursive_mutex> lock_;
  bool active_ = false;
};

std::unique_ptr<Transaction> SqliteStorage::begin(Access access) {
  return std::make_unique<Group>(*this, access);
}

}  // namespace

std::shared_ptr<StorageBackend> storage(Options options, const Clock& clock) {
  return std::make_shared<SqliteStorage>(std::move(options), clock);
}

}  // namespace objectos::sqlite
