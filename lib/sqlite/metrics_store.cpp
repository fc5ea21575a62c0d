#include "sqlite/metrics_store.hpp"

#include <mutex>

#include "metrics/many_series.hpp"
#include "metrics/stored_form.hpp"
#include "objectos/error.hpp"
#include "sqlite/metrics_notes.hpp"
#include "sqlite/metrics_rows.hpp"
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
    if (changes.size() == 1 && rows_.update(changes.front())) return true;
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
      const std::vector<FamilyId> ids = rows_.ids_of(families);
      if (ids.size() < families.size()) return false;
      std::vector<bool> had_many;
      for (std::size_t i = 0; i < ids.size(); ++i) had_many.push_back(has_many(ids[i], families[i]));
      give([&](std::span<MetricChange> piece) {
        for (const MetricChange& change : piece)
          rows_.put(ids[static_cast<std::size_t>(change.family - families.data())], change);
      });
      counts_.forget();
      for (std::size_t i = 0; i < ids.size(); ++i) {
        if (!had_many[i] && has_many(ids[i], families[i])) crowded_.push_back(families[i].name);
      }
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
    crowded_.clear();
    connection_.begin(true);
    bool done = false;
    try {
      done = work();
      if (done) connection_.commit();
    } catch (...) {
      roll_back();
      throw;
    }
    if (!done) roll_back();
    for (const std::string& family : crowded_) metrics::warn_of_many_series(family);
    return done;
  }

  void roll_back() {
    connection_.rollback();
    counts_.forget();
    crowded_.clear();
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

  /// False if the family is not there as it was taken to be.
  bool apply(MetricChange& change) {
    if (rows_.update(change)) return true;
    const std::vector<FamilyId> ids = rows_.ids_of({change.family, 1});
    if (ids.empty()) return false;
    if (!rows_.has_series(ids[0], change)) add_series(ids[0], *change.family);
    rows_.put(ids[0], change);
    return true;
  }

  /// To the count, before its row is there.
  void add_series(FamilyId id, const MetricFamily& family) {
    if (counts_.of(id, family.type) == metrics::many_series) crowded_.push_back(family.name);
    counts_.grow(id);
  }

  bool has_many(FamilyId id, const MetricFamily& family) {
    return counts_.of(id, family.type) > metrics::many_series;
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
        counts_.forget();
      });
      return true;
    });
    return matched;
  }

  std::mutex mutex_;
  Connection connection_;
  MetricsRows rows_{connection_};
  SeriesCounts counts_{connection_, rows_};
  std::vector<std::string> crowded_;  // families that the present transaction makes so
  Prepared find_;
};

}  // namespace

std::shared_ptr<MetricsStore> metrics(Options options) {
  return std::make_shared<SqliteMetrics>(std::move(options));
}

}  // namespace objectos::sqlite
