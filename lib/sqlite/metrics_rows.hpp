// The rows in which series are kept: a value each, or the cells of a histogram.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

#include "objectos/metrics_store.hpp"
#include "sqlite/rows.hpp"

namespace objectos::sqlite {

using FamilyId = std::int64_t;

/// NULL is NaN: SQLite has no other.
double number_of(const SQLite::Column& column);

/// Errors as Connection::guarded() throws them. The connection is open for writing.
class MetricsRows {
 public:
  explicit MetricsRows(Connection& connection) : connection_(connection) {}

  /// Changes a row that is there, of a family that is as the change takes it to be: one statement. False, and
  /// nothing has changed, if there is no such row.
  bool update(MetricChange& change);

  // In a transaction:
  /// Up to the first family that is not there as it is taken to be.
  std::vector<FamilyId> ids_of(std::span<const MetricFamily> families);
  /// Changes the row, which may be there or not.
  void put(FamilyId family, const MetricChange& change);
  bool has_series(FamilyId family, const MetricChange& change);
  /// At most `limit`.
  std::size_t count_series(FamilyId family, MetricType type, std::size_t limit);

 private:
  SQLite::Statement& update_for(const MetricChange& change);
  SQLite::Statement& put_for(const MetricChange& change);

  Connection& connection_;
  Prepared add_, add_and_tell_, set_, add_cell_;
  Prepared find_, put_sum_, put_value_, put_cell_, has_value_, has_cell_, count_values_, count_cells_;
};

/// How many series families have, as far as it matters, known from the last look until somebody else writes.
class SeriesCounts {
 public:
  SeriesCounts(Connection& connection, MetricsRows& rows) : connection_(connection), rows_(rows) {}

  /// In a transaction. At most one more than metrics::many_series.
  std::size_t of(FamilyId family, MetricType type);
  /// The family has got one more.
  void grow(FamilyId family);
  /// What is known no longer holds.
  void forget() { known_.clear(); }

 private:
  std::int64_t version();

  Connection& connection_;
  MetricsRows& rows_;
  Prepared version_;
  std::int64_t known_version_ = 0;
  std::unordered_map<FamilyId, std::size_t> known_;
};

}  // namespace objectos::sqlite
