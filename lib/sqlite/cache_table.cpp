#include "sqlite/cache_table.hpp"

#include "core/keys.hpp"

namespace objectos::sqlite {

// What is looked at without the value stands in front of it: a large value is not read for it.
const Schema cache_schema{
    1, "entries",
    "CREATE TABLE entries(id INTEGER PRIMARY KEY, place INTEGER NOT NULL, used INTEGER NOT NULL, expires_at INTEGER,"
    " bytes INTEGER NOT NULL, key TEXT NOT NULL UNIQUE, value NOT NULL);"
    "CREATE INDEX entries_place ON entries(place);"
    "CREATE INDEX entries_end ON entries(expires_at) WHERE expires_at IS NOT NULL;"
    "CREATE TABLE tags(tag TEXT NOT NULL, entry INTEGER NOT NULL, PRIMARY KEY(tag, entry)) WITHOUT ROWID;"
    "CREATE INDEX tags_entry ON tags(entry);"
    "CREATE TABLE totals(size INTEGER NOT NULL, bytes INTEGER NOT NULL, last_place INTEGER NOT NULL, hand INTEGER NOT NULL);"
    "INSERT INTO totals VALUES(0, 0, 0, 0)",
    "SELECT place, used, expires_at, bytes, key, value FROM entries LIMIT 0"};

namespace {

constexpr int row_columns = 6;

CacheRow row_of(const SQLite::Statement& statement) {
  CacheRow row;
  row.id = statement.getColumn(0).getInt64();
  row.place = statement.getColumn(1).getInt64();
  row.used = statement.getColumn(2).getInt() != 0;
  row.ends = ends_at(statement.getColumn(3));
  row.bytes = static_cast<std::uint64_t>(statement.getColumn(4).getInt64());
  const SQLite::Column key = statement.getColumn(5);
  row.key.assign(key.getText(), static_cast<std::size_t>(key.getBytes()));
  return row;
}

void bind_end(SQLite::Statement& statement, int index, std::optional<std::int64_t> ends) {
  ends ? statement.bind(index, *ends) : statement.bind(index);
}

}  // namespace

// ---- queries -----------------------------------------------------------------------------------------------------

std::optional<CacheTable::Found> CacheTable::look_up(std::string_view key, std::int64_t now_ms) {
  SQLite::Statement& statement =
      prepared(connection_, look_up_,
               "SELECT id, place, used, expires_at, entries.bytes, key, value, last_place, size FROM entries, totals "
               "WHERE key = ?1");
  const Use use(statement);
  key_ = key;
  statement.bindNoCopy(1, key_);
  if (!statement.executeStep()) return std::nullopt;
  Found found{row_of(statement), std::nullopt, statement.getColumn(7).getInt64(),
              static_cast<std::uint64_t>(statement.getColumn(8).getInt64())};
  if (!found.row.is_expired(now_ms)) found.value = value_of(connection_, statement.getColumn(row_columns), key);
  return found;
}

std::optional<CacheRow> CacheTable::find(std::string_view key) {
  SQLite::Statement& statement =
      prepared(connection_, find_, "SELECT id, place, used, expires_at, bytes, key FROM entries WHERE key = ?1");
  const Use use(statement);
  key_ = key;
  statement.bindNoCopy(1, key_);
  return statement.executeStep() ? std::optional(row_of(statement)) : std::nullopt;
}

CacheTotals CacheTable::totals() {
  SQLite::Statement& statement = prepared(connection_, totals_, "SELECT size, bytes, last_place, hand FROM totals");
  const Use use(statement);
  statement.executeStep();
  return {static_cast<std::uint64_t>(statement.getColumn(0).getInt64()),
          static_cast<std::uint64_t>(statement.getColumn(1).getInt64()), statement.getColumn(2).getInt64(),
          statement.getColumn(3).getInt64()};
}

bool CacheTable::has_tag(std::int64_t id, std::string_view tag) {
  SQLite::Statement& statement =
      prepared(connection_, has_tag_, "SELECT 1 FROM tags WHERE tag = ?1 AND entry = ?2");
  const Use use(statement);
  statement.bind(1, std::string(tag));
  statement.bind(2, id);
  return statement.executeStep();
}

std::vector<std::string> CacheTable::tags(std::string_view prefix, std::int64_t now_ms) {
  SQLite::Statement statement(connection_.database(),
                              "SELECT DISTINCT tag FROM tags JOIN entries ON id = entry WHERE "
                              "coalesce(expires_at > ?1, 1) AND substr(key, 1, length(?2)) = ?2 ORDER BY tag");
  statement.bind(1, now_ms);
  statement.bind(2, std::string(prefix));
  std::vector<std::string> tags;
  while (statement.executeStep()) tags.push_back(statement.getColumn(0).getString());
  return tags;
}

std::vector<CacheRow> CacheTable::rows(SQLite::Statement& statement) {
  std::vector<CacheRow> found;
  while (statement.executeStep()) found.push_back(row_of(statement));
  return found;
}

std::vector<CacheRow> CacheTable::expired(std::int64_t now_ms) {
  SQLite::Statement& statement =
      prepared(connection_, expired_,
               "SELECT id, place, used, expires_at, bytes, key FROM entries WHERE expires_at <= ?1");
  const Use use(statement);
  statement.bind(1, now_ms);
  return rows(statement);
}

std::vector<CacheRow> CacheTable::tagged(std::string_view tag, std::string_view prefix) {
  SQLite::Statement statement(connection_.database(),
                              "SELECT id, place, used, expires_at, bytes, key FROM tags JOIN entries ON id = entry "
                              "WHERE tag = ?1 AND substr(key, 1, length(?2)) = ?2");
  statement.bind(1, std::string(tag));
  statement.bind(2, std::string(prefix));
  return rows(statement);
}

std::vector<CacheRow> CacheTable::matching(const Glob& pattern, std::int64_t now_ms) {
  std::vector<CacheRow> found;
  std::vector<std::string> keys;
  scan(connection_, "entries", {pattern, {}, false}, now_ms, [&keys](const Entry& entry) {
    keys.push_back(entry.key);
    return true;
  });
  for (const std::string& key : keys) found.push_back(*find(key));
  return found;
}

std::optional<CacheRow> CacheTable::first_from(std::int64_t place, std::int64_t spared) {
  SQLite::Statement& statement = prepared(
      connection_, first_from_,
      "SELECT id, place, used, expires_at, bytes, key FROM entries WHERE place >= ?1 AND id <> ?2 ORDER BY place LIMIT 1");
  const Use use(statement);
  statement.bind(1, place);
  statement.bind(2, spared);
  return statement.executeStep() ? std::optional(row_of(statement)) : std::nullopt;
}

std::pair<std::uint64_t, std::uint64_t> CacheTable::live(const std::string* scope, std::int64_t now_ms) {
  const auto sum = [&](const char* sql, const auto& bind) {
    SQLite::Statement statement(connection_.database(), sql);
    statement.bind(1, now_ms);
    bind(statement);
    statement.executeStep();
    return std::pair(static_cast<std::uint64_t>(statement.getColumn(0).getInt64()),
                     static_cast<std::uint64_t>(statement.getColumn(1).getInt64()));
  };
  if (scope) {
    return sum(
        "SELECT count(*), coalesce(sum(bytes), 0) FROM entries WHERE key >= ?2 AND key < ?3 AND "
        "coalesce(expires_at > ?1, 1)",
        [scope](SQLite::Statement& statement) {
          statement.bind(2, *scope + ":");
          statement.bind(3, *scope + ";");  // the character behind ':'
        });
  }
  const auto [size, bytes] = sum("SELECT count(*), coalesce(sum(bytes), 0) FROM entries WHERE expires_at <= ?1",
                                 [](SQLite::Statement&) {});
  const CacheTotals all = totals();
  return {all.size - size, all.bytes - bytes};
}

// ---- changes -----------------------------------------------------------------------------------------------------

void CacheTable::insert(std::string_view key, const CacheItem& item, std::uint64_t bytes,
                        std::optional<std::int64_t> ends, std::int64_t place) {
  {
    SQLite::Statement& statement = prepared(
        connection_, insert_, "INSERT INTO entries(place, used, expires_at, bytes, key, value) VALUES(?1, 0, ?2, ?3, ?4, ?5)");
    const Use use(statement);
    key_ = key;
    statement.bind(1, place);
    bind_end(statement, 2, ends);
    statement.bind(3, static_cast<std::int64_t>(bytes));
    statement.bindNoCopy(4, key_);
    bind_value(statement, 5, item.value);
    statement.executeStep();
  }
  add_tags(connection_.database().getLastInsertRowid(), item.tags);
}

void CacheTable::replace(const CacheRow& row, const CacheItem& item, std::uint64_t bytes,
                         std::optional<std::int64_t> ends) {
  {
    SQLite::Statement& statement = prepared(
        connection_, replace_, "UPDATE entries SET place = ?1, used = ?2, expires_at = ?3, bytes = ?4, value = ?5 WHERE id = ?6");
    const Use use(statement);
    statement.bind(1, row.place);
    statement.bind(2, row.used ? 1 : 0);
    bind_end(statement, 3, ends);
    statement.bind(4, static_cast<std::int64_t>(bytes));
    bind_value(statement, 5, item.value);
    statement.bind(6, row.id);
    statement.executeStep();
  }
  SQLite::Statement& statement = prepared(connection_, erase_tags_, "DELETE FROM tags WHERE entry = ?1");
  const Use use(statement);
  statement.bind(1, row.id);
  statement.executeStep();
  add_tags(row.id, item.tags);
}

void CacheTable::add_tags(std::int64_t id, const std::vector<std::string>& tags) {
  for (const std::string& tag : tags) {
    SQLite::Statement& statement = prepared(connection_, add_tag_, "INSERT INTO tags(tag, entry) VALUES(?1, ?2)");
    const Use use(statement);
    statement.bindNoCopy(1, tag);
    statement.bind(2, id);
    statement.executeStep();
  }
}

void CacheTable::erase(std::int64_t id) {
  const auto run = [this, id](Prepared& kept, const char* sql) {
    SQLite::Statement& statement = prepared(connection_, kept, sql);
    const Use use(statement);
    statement.bind(1, id);
    statement.executeStep();
  };
  run(erase_, "DELETE FROM entries WHERE id = ?1");
  run(erase_tags_, "DELETE FROM tags WHERE entry = ?1");
}

void CacheTable::clear() {
  connection_.database().exec("DELETE FROM entries; DELETE FROM tags");
}

void CacheTable::set_place(std::int64_t id, std::int64_t place) {
  SQLite::Statement& statement = prepared(connection_, set_place_, "UPDATE entries SET place = ?1 WHERE id = ?2");
  const Use use(statement);
  statement.bind(1, place);
  statement.bind(2, id);
  statement.executeStep();
}

void CacheTable::set_used(std::int64_t id, bool used) {
  SQLite::Statement& statement = prepared(connection_, set_used_, "UPDATE entries SET used = ?1 WHERE id = ?2");
  const Use use(statement);
  statement.bind(1, used ? 1 : 0);
  statement.bind(2, id);
  statement.executeStep();
}

void CacheTable::set_totals(const CacheTotals& totals) {
  SQLite::Statement& statement =
      prepared(connection_, set_totals_, "UPDATE totals SET size = ?1, bytes = ?2, last_place = ?3, hand = ?4");
  const Use use(statement);
  statement.bind(1, static_cast<std::int64_t>(totals.size));
  statement.bind(2, static_cast<std::int64_t>(totals.bytes));
  statement.bind(3, totals.last_place);
  statement.bind(4, totals.hand);
  statement.executeStep();
}

}  // namespace objectos::sqlite
