#include "sqlite/metrics_notes.hpp"

#include <string>

#include "sqlite/rows.hpp"

namespace objectos::sqlite {
namespace {

bool has_table(Connection& connection, const char* name) {
  SQLite::Statement table(connection.database(), "SELECT 1 FROM sqlite_master WHERE name = ?1");
  table.bind(1, name);
  return table.executeStep();
}

/// Whether a row was written or removed.
bool change_run(Connection& connection, const char* sql, std::string_view name, const OpenRun& run) {
  SQLite::Statement statement(connection.database(), sql);
  statement.bind(1, std::string(name));
  statement.bind(2, run.labels);
  statement.bind(3, run.id);
  return statement.exec() > 0;
}

}  // namespace

AlertNotes read_alert_notes(Connection& connection) {
  return connection.guarded([&] {
    AlertNotes notes;
    if (!has_table(connection, "metrics_alert")) return notes;
    SQLite::Statement all(connection.database(), "SELECT key, text FROM metrics_alert");
    while (all.executeStep()) {
      if (all.getColumn(0).getBytes() == 0) {
        notes.version = static_cast<std::uint64_t>(all.getColumn(1).getInt64());
      } else {
        notes.texts.emplace(text_of(all.getColumn(0)), text_of(all.getColumn(1)));
      }
    }
    return notes;
  });
}

bool write_alert_notes(Connection& connection, std::uint64_t version, const AlertChanges& changes) {
  return connection.guarded([&] {
    // The version is the text of the empty key.
    connection.database().exec(
        "CREATE TABLE IF NOT EXISTS metrics_alert(key TEXT PRIMARY KEY, text NOT NULL) WITHOUT ROWID;"
        "INSERT OR IGNORE INTO metrics_alert(key, text) VALUES('', 0)");
    SQLite::Statement grow(connection.database(),
                           "UPDATE metrics_alert SET text = text + 1 WHERE key = '' AND text = ?1");
    grow.bind(1, static_cast<std::int64_t>(version));
    if (grow.exec() == 0) return false;
    SQLite::Statement put(connection.database(), "INSERT OR REPLACE INTO metrics_alert(key, text) VALUES(?1, ?2)");
    SQLite::Statement remove(connection.database(), "DELETE FROM metrics_alert WHERE key = ?1");
    for (const auto& [key, text] : changes) {
      SQLite::Statement& statement = text.empty() ? remove : put;
      statement.bind(1, key);
      if (!text.empty()) statement.bind(2, text);
      statement.exec();
      statement.reset();
    }
    return true;
  });
}

std::vector<OpenRun> read_open_runs(Connection& connection, std::string_view name) {
  return connection.guarded([&] {
    std::vector<OpenRun> runs;
    if (!has_table(connection, "metrics_run")) return runs;
    SQLite::Statement rows(connection.database(), "SELECT id, labels FROM metrics_run WHERE name = ?1");
    rows.bind(1, std::string(name));
    while (rows.executeStep())
      runs.push_back({std::string(text_of(rows.getColumn(0))), std::string(text_of(rows.getColumn(1)))});
    return runs;
  });
}

bool write_run(Connection& connection, const RunNote& note) {
  return connection.guarded([&] {
    connection.database().exec(
        "CREATE TABLE IF NOT EXISTS metrics_run(name TEXT NOT NULL, labels TEXT NOT NULL, id TEXT NOT NULL, "
        "PRIMARY KEY(name, labels, id)) WITHOUT ROWID");
    for (const OpenRun& run : note.ended) {
      if (!change_run(connection, "DELETE FROM metrics_run WHERE name = ?1 AND labels = ?2 AND id = ?3", note.name,
                      run))
        return false;
    }
    if (note.begun)
      change_run(connection, "INSERT INTO metrics_run(name, labels, id) VALUES(?1, ?2, ?3)", note.name, *note.begun);
    return true;
  });
}

double count_runs(Connection& connection, std::string_view name, std::string_view labels) {
  return connection.guarded([&] {
    SQLite::Statement count(connection.database(),
                            "SELECT count(*) FROM metrics_run WHERE name = ?1 AND labels = ?2");
    count.bind(1, std::string(name));
    count.bind(2, std::string(labels));
    count.executeStep();
    return count.getColumn(0).getDouble();
  });
}

}  // namespace objectos::sqlite
