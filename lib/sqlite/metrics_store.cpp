#include "sqlite/metrics_store.hpp"

#include <cmath>
#include <limits>
#include <mutex>

#include "metrics/stored_form.hpp"
#include "objectos/error.hpp"
#include "sqlite/metrics_notes.hpp"
#include "sqlite/rows.hpp"

namespace objectos::sqlite {

// A value that is NULL is NaN: SQLite has no other. Cells of one series stand together, in the order of
// reading.
const Schema metrics_schema{
    1, "metrics_family",
    "CREATE TABLE metrics_family(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, type TEXT NOT NULL,"
    " labels TEXT, bounds TEXT NOT NULL, help TEXT NOT NULL, unit TEXT NOT NULL);"
    "CREATE TABLE metrics_series(family INTEGER NOT NULL, labels TEXT NOT NULL, value REAL,"
    " PRIMARY KEY(family, labels)) WITHOUT ROWID;"
    "CREATE TABLE metrics_cell(family INTEGER NOT NULL, labels TEXT NOT NULL, bucket INTEGER NOT NULL,"
    " slot INTEGER NOT NULL, count INTEGER NOT NULL, sum REAL,"
    " PRIMARY KEY(family, labels, bucket, slot)) WITHOUT ROWID",
    "SELECT 1"};

namespace {

// The families that a change is for, compared with what the caller takes them to be: one statement finds the
// family, compares it and writes.
#define ADD_VALUE                                                                        \
  "INSERT INTO metrics_series(family, labels, value) SELECT id, ?5, ?6 FROM metrics_family " \
  "WHERE name = ?1 AND type = ?2 AND labels = ?3 AND bounds = ?4 "                       \
  "ON CONFLICT(family, labels) DO UPDATE SET value = value + excluded.value"
constexpr const char* add_value = ADD_VALUE;
// Only on demand: a twentieth of what a command takes goes into this word.
constexpr const char* add_and_tell = ADD_VALUE " RETURNING value";
#undef ADD_VALUE
constexpr const char* set_value =
    "INSERT INTO metrics_series(family, labels, value) SELECT id, ?5, ?6 FROM metrics_family "
    "WHERE name = ?1 AND type = ?2 AND labels = ?3 AND bounds = ?4 "
    "ON CONFLICT(family, labels) DO UPDATE SET value = excluded.value";
constexpr const char* add_cell =
    "INSERT INTO metrics_cell(family, labels, bucket, slot, count, sum) SELECT id, ?5, ?6, ?7, ?8, ?9 FROM "
    "metrics_family "
    "WHERE name = ?1 AND type = ?2 AND labels = ?3 AND bounds = ?4 "
    "ON CONFLICT(family, labels, bucket, slot) DO UPDATE SET count = count + excluded.count, sum = sum + "
    "excluded.sum";

// The same once the family has been found.
#define PUT_VALUE                                                         \
  "INSERT INTO metrics_series(family, labels, value) VALUES(?1, ?2, ?3) " \
  "ON CONFLICT(family, labels) DO UPDATE SET value = "
constexpr const char* add_known_value = PUT_VALUE "value + excluded.value";
constexpr const char* set_known_value = PUT_VALUE "excluded.value";
#undef PUT_VALUE
constexpr const char* add_known_cell =
    "INSERT INTO metrics_cell(family, labels, bucket, slot, count, sum) VALUES(?1, ?2, ?3, ?4, ?5, ?6) "
    "ON CONFLICT(family, labels, bucket, slot) DO UPDATE SET count = count + excluded.count, sum = sum + "
    "excluded.sum";

/// Many changes of families that have been found, in one transaction.
class BulkWriter {
 public:
  explicit BulkWriter(Connection& connection)
      : connection_(connection),
        add_(connection.database(), add_known_value),
        set_(connection.database(), set_known_value),
        cell_(connection.database(), add_known_cell) {}

  void write(std::int64_t family, const MetricChange& change) {
    connection_.guarded([&] {
      SQLite::Statement& statement = change.kind == MetricChange::Kind::observe ? cell_
                                     : change.kind == MetricChange::Kind::add   ? add_
                                                                                : set_;
      const Use use(statement);
      statement.bind(1, family);
      statement.bind(2, std::string(change.labels));
      if (change.kind == MetricChange::Kind::observe) {
        statement.bind(3, change.cell.bucket);
        statement.bind(4, change.cell.slot);
        statement.bind(5, static_cast<std::int64_t>(change.cell.count));
        statement.bind(6, change.cell.sum);
      } else {
        statement.bind(3, change.value);
      }
      statement.executeStep();
    });
  }

 private:
  Connection& connection_;
  SQLite::Statement add_, set_, cell_;
};

double number_of(const SQLite::Column& column) {
  return column.isNull() ? std::numeric_limits<double>::quiet_NaN() : column.getDouble();
}

class SqliteMetrics final : public MetricsStore {
 public:
  explicit SqliteMetrics(Options options) : connection_(std::move(options), metrics_schema) {}

  std::string name() const override { return "sqlite"; }

  std::optional<MetricFamily> family(std::string_view name) override {
    const std::lock_guard lock(mutex_);
    if (!connection_.open_for_reading()) return std::nullopt;
    return connection_.guarded([&]() -> std::optional<MetricFamily> {
      SQLite::Statement& statement =
          prepared(connection_, find_,
                   "SELECT id, name, type, labels, bounds, help, unit FROM metrics_family WHERE name = ?1");
      const Use use(statement);
      statement.bind(1, std::string(name));
      if (!statement.executeStep()) return std::nullopt;
      return family_of(statement);
    });
  }

  void declare(const Declare& change) override {
    const std::lock_guard lock(mutex_);
    connection_.open_for_writing();
    in_transaction([&] {
      MetricFamilies families;
      connection_.guarded([&] {
        SQLite::Statement all(connection_.database(),
                              "SELECT id, name, type, labels, bounds, help, unit FROM metrics_family");
        while (all.executeStep()) {
          MetricFamily family = family_of(all);
          families.emplace(family.name, std::move(family));
        }
      });
      for (const std::string& name : change(families)) put(families.find(name)->second);
      return true;
    });
  }

  bool record(std::span<MetricChange> changes) override {
    const std::lock_guard lock(mutex_);
    connection_.open_for_writing();
    if (changes.size() == 1) return apply(changes.front());
    return in_transaction([&] {
      for (MetricChange& change : changes) {
        if (!apply(change)) return false;
      }
      return true;
    });
  }

  bool record_many(std::span<const MetricFamily> families, const GiveChanges& give) override {
    const std::lock_guard lock(mutex_);
    connection_.open_for_writing();
    return in_transaction([&] {
      const std::vector<std::int64_t> ids = ids_of(families);
      if (ids.size() < families.size()) return false;
      BulkWriter writer(connection_);
      give([&](std::span<MetricChange> piece) {
        for (const MetricChange& change : piece)
          writer.write(ids[static_cast<std::size_t>(change.family - families.data())], change);
      });
      return true;
    });
  }

  std::vector<OpenRun> open_runs(std::string_view name) override {
    const std::lock_guard lock(mutex_);
    if (!connection_.open_for_reading()) return {};
    return read_open_runs(connection_, name);
  }

  Noted record_run(std::span<MetricChange> changes, const RunNote& note) override {
    const std::lock_guard lock(mutex_);
    connection_.open_for_writing();
    Noted noted = Noted::done;
    in_transaction([&] {
      if (!write_run(connection_, note)) noted = Noted::other_runs;
      for (MetricChange& change : changes) {
        if (noted != Noted::done) break;
        if (change.kind == MetricChange::Kind::running) 
          change.value = count_runs(connection_, note.name, change.labels);
        if (!apply(change)) noted = Noted::other_families;
      }
      return noted == Noted::done;
    });
    return noted;
  }

  void read(const Glob& names, MetricsVisitor& visitor) override {
    const std::lock_guard lock(mutex_);
    if (!connection_.open_for_reading()) return;
    connection_.begin(false);  // one view for families and series
    try {
      connection_.guarded([&] { scan(names, visitor); });
    } catch (...) {
      connection_.rollback();
      throw;
    }
    connection_.commit();
  }

  std::size_t reset(const Glob& names) override {
    return for_each_matching(
        names, {"UPDATE metrics_series SET value = 0 WHERE family = ?1",
                "INSERT OR IGNORE INTO metrics_cell(family, labels, bucket, slot, count, sum) "
                "SELECT DISTINCT family, labels, 0, 0, 0, 0 FROM metrics_cell WHERE family = ?1",
                "DELETE FROM metrics_cell WHERE family = ?1 AND NOT (bucket = 0 AND slot = 0)",
                "UPDATE metrics_cell SET count = 0, sum = 0 WHERE family = ?1"});
  }

  std::size_t remove(const Glob& names) override {
    return for_each_matching(
        names, {"DELETE FROM metrics_series WHERE family = ?1", "DELETE FROM metrics_cell WHERE family = ?1",
                "DELETE FROM metrics_family WHERE id = ?1"});
  }

  AlertNotes alert_notes() override {
    const std::lock_guard lock(mutex_);
    if (!connection_.open_for_reading()) return {};
    return read_alert_notes(connection_);
  }

  bool note_alerts(std::uint64_t version, const AlertChanges& changes) override {
    const std::lock_guard lock(mutex_);
    connection_.open_for_writing();
    return in_transaction([&] { return write_alert_notes(connection_, version, changes); });
  }

 private:
  /// Commits if `work` says true.
  template <class Work>
  bool in_transaction(Work work) {
    connection_.begin(true);
    bool done = false;
    try {
      done = work();
      if (done) connection_.commit();
    } catch (...) {
      connection_.rollback();
      throw;
    }
    if (!done) connection_.rollback();
    return done;
  }

  MetricFamily family_of(const SQLite::Statement& row) const {
    MetricFamily family;
    family.name = text_of(row.getColumn(1));
    const std::string_view type = text_of(row.getColumn(2));
    const auto labels = row.isColumnNull(3) ? std::nullopt : std::optional(text_of(row.getColumn(3)));
    if (!metrics::read_stored(family, type, labels, text_of(row.getColumn(4)))) {
      throw Error(Errc::data,
                  Message("sqlite.metric", "{{path}}: the family {{name}} is not one that objectos wrote",
                          {{"path", connection_.path()}, {"name", family.name}}));
    }
    family.help = text_of(row.getColumn(5));
    family.unit = text_of(row.getColumn(6));
    return family;
  }

  void put(const MetricFamily& family) {
    connection_.guarded([&] {
      SQLite::Statement statement(
          connection_.database(),
          "INSERT INTO metrics_family(name, type, labels, bounds, help, unit) VALUES(?1, ?2, ?3, ?4, ?5, ?6) "
          "ON CONFLICT(name) DO UPDATE SET labels = excluded.labels, help = excluded.help, unit = "
          "excluded.unit");
      statement.bind(1, family.name);
      statement.bind(2, std::string(metric_type_name(family.type)));
      if (family.labels) {
        statement.bind(3, metrics::stored_labels(*family.labels));
      } else {
        statement.bind(3);
      }
      statement.bind(4, metrics::stored_bounds(family.bounds));
      statement.bind(5, family.help);
      statement.bind(6, family.unit);
      statement.executeStep();
    });
  }

  /// Up to the first one that is not there as it was taken to be.
  std::vector<std::int64_t> ids_of(std::span<const MetricFamily> families) {
    return connection_.guarded([&] {
      std::vector<std::int64_t> ids;
      SQLite::Statement statement(
          connection_.database(),
          "SELECT id FROM metrics_family WHERE name = ?1 AND type = ?2 AND labels = ?3 AND bounds = ?4");
      for (const MetricFamily& family : families) {
        const Use use(statement);
        bind_taken(statement, family);
        if (!statement.executeStep()) break;
        ids.push_back(statement.getColumn(0).getInt64());
      }
      return ids;
    });
  }

  static void bind_taken(SQLite::Statement& statement, const MetricFamily& family) {
    statement.bind(1, family.name);
    statement.bind(2, std::string(metric_type_name(family.type)));
    statement.bind(3, metrics::stored_labels(*family.labels));
    statement.bind(4, metrics::stored_bounds(family.bounds));
  }

  bool apply(MetricChange& change) {
    return connection_.guarded([&] {
      SQLite::Statement& statement = statement_for(change);
      const Use use(statement);
      bind_taken(statement, *change.family);
      statement.bind(5, std::string(change.labels));
      if (change.kind == MetricChange::Kind::observe) {
        statement.bind(6, change.cell.bucket);
        statement.bind(7, change.cell.slot);
        statement.bind(8, static_cast<std::int64_t>(change.cell.count));
        statement.bind(9, change.cell.sum);
      } else {
        statement.bind(6, change.value);
      }
      while (statement.executeStep()) change.value = number_of(statement.getColumn(0));
      return connection_.changes() > 0;  // none: the family is not there as it was taken to be
    });
  }

  SQLite::Statement& statement_for(const MetricChange& change) {
    switch (change.kind) {
      case MetricChange::Kind::observe: return prepared(connection_, cell_, add_cell);
      case MetricChange::Kind::set:
      case MetricChange::Kind::running: return prepared(connection_, set_, set_value);
      case MetricChange::Kind::add: break;
    }
    return change.wants_value ? prepared(connection_, add_and_tell_, add_and_tell)
                              : prepared(connection_, add_, add_value);
  }

  void scan(const Glob& names, MetricsVisitor& visitor) {
    SQLite::Statement families(connection_.database(),
                               "SELECT id, name, type, labels, bounds, help, unit FROM metrics_family "
                               "WHERE name >= ?1 ORDER BY name");
    SQLite::Statement values(connection_.database(),
                             "SELECT labels, value FROM metrics_series WHERE family = ?1 ORDER BY labels");
    SQLite::Statement cells(connection_.database(),
                            "SELECT labels, bucket, slot, count, sum FROM metrics_cell WHERE family = ?1 "
                            "ORDER BY labels, bucket, slot");
    families.bind(1, names.prefix());
    while (families.executeStep()) {
      const MetricFamily family = family_of(families);
      if (!family.name.starts_with(names.prefix())) return;
      if (!names.matches(family.name)) continue;
      visitor.family(family);
      SQLite::Statement& rows = family.type == MetricType::histogram ? cells : values;
      const Use use(rows);
      rows.bind(1, families.getColumn(0).getInt64());
      family.type == MetricType::histogram ? show_histograms(rows, visitor) : show_values(rows, visitor);
    }
  }

  static void show_values(SQLite::Statement& rows, MetricsVisitor& visitor) {
    while (rows.executeStep()) visitor.series({text_of(rows.getColumn(0)), number_of(rows.getColumn(1)), {}});
  }

  static void show_histograms(SQLite::Statement& rows, MetricsVisitor& visitor) {
    std::string labels;
    std::vector<HistogramCell> cells;
    bool any = false;
    while (rows.executeStep()) {
      const std::string_view here = text_of(rows.getColumn(0));
      if (any && here != labels) {
        visitor.series({labels, 0, cells});
        cells.clear();
      }
      if (!any || here != labels) labels = here;
      any = true;
      const auto count = static_cast<std::uint64_t>(rows.getColumn(3).getInt64());
      if (count > 0)
        cells.push_back(
            {rows.getColumn(1).getInt(), rows.getColumn(2).getInt(), count, number_of(rows.getColumn(4))});
    }
    if (any) visitor.series({labels, 0, cells});
  }

  std::size_t for_each_matching(const Glob& names, std::initializer_list<const char*> statements) {
    const std::lock_guard lock(mutex_);
    if (!connection_.open_for_reading()) return 0;
    connection_.open_for_writing();
    std::size_t matched = 0;
    in_transaction([&] {
      connection_.guarded([&] {
        std::vector<std::int64_t> ids;
        SQLite::Statement families(connection_.database(), "SELECT id, name FROM metrics_family");
        while (families.executeStep()) {
          if (names.matches(text_of(families.getColumn(1)))) ids.push_back(families.getColumn(0).getInt64());
        }
        for (const char* sql : statements) {
          SQLite::Statement statement(connection_.database(), sql);
          for (const std::int64_t id : ids) {
            statement.bind(1, id);
            statement.executeStep();
            statement.reset();
          }
        }
        matched = ids.size();
      });
      return true;
    });
    return matched;
  }

  std::mutex mutex_;
  Connection connection_;
  Prepared find_, add_, add_and_tell_, set_, cell_;
};

}  // namespace

std::shared_ptr<MetricsStore> metrics(Options options) {
  return std::make_shared<SqliteMetrics>(std::move(options));
}

}  // namespace objectos::sqlite
