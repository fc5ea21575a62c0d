#include "sqlite/storage_backend.hpp"

#include <sqlite3.h>

#include <mutex>

#include "objectos/error.hpp"
#include "sqlite/rows.hpp"
#include "storage/step.hpp"

namespace objectos::sqlite {

// The index is partial and has the name of the plugin's own, so that the plugin does not add a second one.
const Schema storage_schema{1, "storage",
                            "CREATE TABLE storage(key TEXT PRIMARY KEY, value NOT NULL, expires_at INTEGER);"
                            "CREATE INDEX idx_expires_at ON storage(expires_at) WHERE expires_at IS NOT NULL",
                            "SELECT key, value, expires_at FROM storage LIMIT 0"};

namespace {

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
    connection_.guarded([&] { scan(connection_, "storage", range, clock_.now_ms(), visit); });
  }

  bool erase(std::string_view key) override {
    const std::lock_guard lock(mutex_);
    if (!connection_.open_for_reading()) return false;
    connection_.open_for_writing();
    return connection_.guarded([&] {
      SQLite::Statement& statement =
          prepared(connection_, erase_, "DELETE FROM storage WHERE key = ?1 RETURNING expires_at");
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
    if (leaves_absent(key, step)) return {};
    connection_.open_for_writing();
    if (const FencedPut* fenced = std::get_if<FencedPut>(&step))
      return put_fenced(*this, key, *fenced, fence_mark(key));
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

  /// A step that would write nothing makes no state directory.
  bool leaves_absent(std::string_view key, const Step& step) {
    if (!changes_only(step) && !std::holds_alternative<Update>(step)) return false;
    return !connection_.open_for_reading() && !evaluate(step, key, nullptr, clock_.now_ms()).entry;
  }

  bool is_expired(const SQLite::Statement& row) const {
    const auto ends = ends_at(row.getColumn(0));
    return ends && *ends <= clock_.now_ms();
  }

  std::optional<Entry> find(std::string_view key) {
    return connection_.guarded([&]() -> std::optional<Entry> {
      SQLite::Statement& statement = prepared(connection_, find_, "SELECT expires_at, value FROM storage WHERE key = ?1");
      const Use use(statement);
      key_ = key;
      statement.bindNoCopy(1, key_);
      if (!statement.executeStep() || is_expired(statement)) return std::nullopt;
      return Entry{std::string(key), value_of(connection_, statement.getColumn(1), key), ends_at(statement.getColumn(0))};
    });
  }

  void write(std::string_view key, const Value& value, std::optional<std::int64_t> ends) {
    connection_.guarded([&] {
      SQLite::Statement& statement =
          prepared(connection_, write_,
                   "INSERT INTO storage(key, value, expires_at) VALUES(?1, ?2, ?3) "
                   "ON CONFLICT(key) DO UPDATE SET value = excluded.value, expires_at = excluded.expires_at");
      const Use use(statement);
      key_ = key;
      statement.bindNoCopy(1, key_);
      bind_value(statement, 2, value);
      if (ends) {
        statement.bind(3, *ends);
      } else {
        statement.bind(3);
      }
      statement.executeStep();
    });
  }

  Outcome read_and_write(std::string_view key, const Step& step) {
    const std::optional<Entry> current = find(key);
    Evaluation result = evaluate(step, key, current ? &*current : nullptr, clock_.now_ms());
    if (result.entry) write(key, result.entry->value, result.entry->expires_at);
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
