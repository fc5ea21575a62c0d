#include "sqlite/metrics_rows.hpp"

#include <algorithm>
#include <limits>
#include <string>
#include <utility>

#include "metrics/many_series.hpp"
#include "metrics/stored_form.hpp"

namespace objectos::sqlite {
namespace {

using Kind = MetricChange::Kind;

// Compared with what the caller takes the family to be, so that one statement finds it, compares it and
// writes.
#define FAMILY "(SELECT id FROM metrics_family WHERE name = ?1 AND type = ?2 AND labels = ?3 AND bounds = ?4)"
#define ADD_VALUE "UPDATE metrics_series SET value = value + ?6 WHERE family = " FAMILY " AND labels = ?5"
constexpr const char* add_value = ADD_VALUE;
// Only on demand: a twentieth of what a command takes goes into this word.
constexpr const char* add_and_tell = ADD_VALUE " RETURNING value";
constexpr const char* set_value =
    "UPDATE metrics_series SET value = ?6 WHERE family = " FAMILY " AND labels = ?5";
constexpr const char* add_cell =
    "UPDATE metrics_cell SET count = count + ?8, sum = sum + ?9 WHERE family = " FAMILY
    " AND labels = ?5 AND bucket = ?6 AND slot = ?7";
#undef ADD_VALUE
#undef FAMILY

#define PUT_VALUE                                                         \
  "INSERT INTO metrics_series(family, labels, value) VALUES(?1, ?2, ?3) " \
  "ON CONFLICT(family, labels) DO UPDATE SET value = "
constexpr const char* put_sum = PUT_VALUE "value + excluded.value";
constexpr const char* put_value = PUT_VALUE "excluded.value";
#undef PUT_VALUE
constexpr const char* put_cell =
    "INSERT INTO metrics_cell(family, labels, bucket, slot, count, sum) VALUES(?1, ?2, ?3, ?4, ?5, ?6) "
    "ON CONFLICT(family, labels, bucket, slot) DO UPDATE SET count = count + excluded.count, sum = sum + "
    "excluded.sum";

void bind_family(SQLite::Statement& statement, const MetricFamily& family) {
  statement.bind(1, family.name);
  statement.bind(2, std::string(metric_type_name(family.type)));
  statement.bind(3, metrics::stored_labels(*family.labels));
  statement.bind(4, metrics::stored_bounds(family.bounds));
}

/// From the parameter `first` on: labels and what is added or set.
void bind_change(SQLite::Statement& statement, int first, const MetricChange& change) {
  statement.bind(first, std::string(change.labels));
  if (change.kind == Kind::observe) {
    statement.bind(first + 1, change.cell.bucket);
    statement.bind(first + 2, change.cell.slot);
    statement.bind(first + 3, static_cast<std::int64_t>(change.cell.count));
    statement.bind(first + 4, change.cell.sum);
  } else {
    statement.bind(first + 1, change.value);
  }
}

}  // namespace

double number_of(const SQLite::Column& column) {
  return column.isNull() ? std::numeric_limits<double>::quiet_NaN() : column.getDouble();
}

SQLite::Statement& MetricsRows::update_for(const MetricChange& change) {
  switch (change.kind) {
    case Kind::observe: return prepared(connection_, add_cell_, add_cell);
    case Kind::set:
    case Kind::running: return prepared(connection_, set_, set_value);
    case Kind::add: break;
  }
  return change.wants_value ? prepared(connection_, add_and_tell_, add_and_tell)
                            : prepared(connection_, add_, add_value);
}

bool MetricsRows::update(MetricChange& change) {
  return connection_.guarded([&] {
    SQLite::Statement& statement = update_for(change);
    const Use use(statement);
    bind_family(statement, *change.family);
    bind_change(statement, 5, change);
    while (statement.executeStep()) change.value = number_of(statement.getColumn(0));
    return connection_.changes() > 0;
  });
}

std::vector<FamilyId> MetricsRows::ids_of(std::span<const MetricFamily> families) {
  return connection_.guarded([&] {
    SQLite::Statement& statement = prepared(
        connection_, find_,
        "SELECT id FROM metrics_family WHERE name = ?1 AND type = ?2 AND labels = ?3 AND bounds = ?4");
    std::vector<FamilyId> ids;
    for (const MetricFamily& family : families) {
      const Use use(statement);
      bind_family(statement, family);
      if (!statement.executeStep()) break;
      ids.push_back(statement.getColumn(0).getInt64());
    }
    return ids;
  });
}

SQLite::Statement& MetricsRows::put_for(const MetricChange& change) {
  if (change.kind == Kind::observe) return prepared(connection_, put_cell_, put_cell);
  return change.kind == Kind::add ? prepared(connection_, put_sum_, put_sum)
                                  : prepared(connection_, put_value_, put_value);
}

void MetricsRows::put(FamilyId family, const MetricChange& change) {
  connection_.guarded([&] {
    SQLite::Statement& statement = put_for(change);
    const Use use(statement);
    statement.bind(1, family);
    bind_change(statement, 2, change);
    statement.executeStep();
  });
}

bool MetricsRows::has_series(FamilyId family, const MetricChange& change) {
  return connection_.guarded([&] {
    SQLite::Statement& statement =
        change.kind == Kind::observe
            ? prepared(connection_, has_cell_, "SELECT 1 FROM metrics_cell WHERE family = ?1 AND labels = ?2")
            : prepared(connection_, has_value_,
                       "SELECT 1 FROM metrics_series WHERE family = ?1 AND labels = ?2");
    const Use use(statement);
    statement.bind(1, family);
    statement.bind(2, std::string(change.labels));
    return statement.executeStep();
  });
}

std::size_t MetricsRows::count_series(FamilyId family, MetricType type, std::size_t limit) {
  return connection_.guarded([&] {
    SQLite::Statement& statement =
        type == MetricType::histogram
            ? prepared(connection_, count_cells_,
                       "SELECT count(*) FROM (SELECT DISTINCT labels FROM metrics_cell WHERE family = ?1 "
                       "LIMIT ?2)")
            : prepared(connection_, count_values_,
                       "SELECT count(*) FROM (SELECT 1 FROM metrics_series WHERE family = ?1 LIMIT ?2)");
    const Use use(statement);
    statement.bind(1, family);
    statement.bind(2, static_cast<std::int64_t>(limit));
    statement.executeStep();
    return static_cast<std::size_t>(statement.getColumn(0).getInt64());
  });
}

/// Changes when another connection has written.
std::int64_t SeriesCounts::version() {
  return connection_.guarded([&] {
    SQLite::Statement& statement = prepared(connection_, version_, "PRAGMA data_version");
    const Use use(statement);
    statement.executeStep();
    return statement.getColumn(0).getInt64();
  });
}

std::size_t SeriesCounts::of(FamilyId family, MetricType type) {
  if (const std::int64_t now = version(); std::exchange(known_version_, now) != now) forget();
  const auto [known, is_new] = known_.emplace(family, 0);
  if (is_new) known->second = rows_.count_series(family, type, metrics::many_series + 1);
  return known->second;
}

void SeriesCounts::grow(FamilyId family) {
  std::size_t& count = known_[family];
  count = std::min(count + 1, metrics::many_series + 1);
}

}  // namespace objectos::sqlite
