// The tables of cache.db, statement by statement. What goes when is decided in cache_backend.cpp.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "objectos/cache.hpp"
#include "sqlite/rows.hpp"

namespace objectos::sqlite {

/// `place` is an entry's in the order of eviction: of setting (sieve) or of the last use that was noted (lru). `used`
/// is sieve's mark. `totals` is one row: entries and bytes that are stored, the last place given, the place of sieve's
/// hand.
extern const Schema cache_schema;

/// A row of `entries` but for its value.
struct CacheRow {
  std::int64_t id = 0;
  std::int64_t place = 0;
  bool used = false;
  std::optional<std::int64_t> ends;
  std::uint64_t bytes = 0;
  std::string key;
  bool is_expired(std::int64_t now_ms) const { return ends && *ends <= now_ms; }
};

struct CacheTotals {
  std::uint64_t size = 0;
  std::uint64_t bytes = 0;
  std::int64_t last_place = 0;
  std::int64_t hand = 0;
};

/// Every member but the queries is part of a transaction. Not thread safe.
class CacheTable {
 public:
  explicit CacheTable(Connection& connection) : connection_(connection) {}

  // ---- queries

  /// A look-up: the row, its value if it has not expired, and the last place given.
  struct Found {
    CacheRow row;
    std::optional<Value> value;
    std::int64_t last_place = 0;
    std::uint64_t size = 0;  ///< of the whole cache
  };
  std::optional<Found> look_up(std::string_view key, std::int64_t now_ms);
  std::optional<CacheRow> find(std::string_view key);
  CacheTotals totals();
  bool has_tag(std::int64_t id, std::string_view tag);
  std::vector<std::string> tags(std::string_view prefix, std::int64_t now_ms);
  /// Rows that have ended, whose key begins with the prefix and that have the tag, whose key matches.
  std::vector<CacheRow> expired(std::int64_t now_ms);
  std::vector<CacheRow> tagged(std::string_view tag, std::string_view prefix);
  std::vector<CacheRow> matching(const Glob& pattern, std::int64_t now_ms);
  /// The first from `place` on; not the row `spared`.
  std::optional<CacheRow> first_from(std::int64_t place, std::int64_t spared);
  /// Entries and bytes that have not expired, in a scope (null: in all).
  std::pair<std::uint64_t, std::uint64_t> live(const std::string* scope, std::int64_t now_ms);

  // ---- changes

  /// The id of the new row. `ends`: nothing for never.
  void insert(std::string_view key, const CacheItem& item, std::uint64_t bytes, std::optional<std::int64_t> ends,
              std::int64_t place);
  void replace(const CacheRow& row, const CacheItem& item, std::uint64_t bytes, std::optional<std::int64_t> ends);
  void erase(std::int64_t id);
  void clear();
  void set_place(std::int64_t id, std::int64_t place);
  void set_used(std::int64_t id, bool used);
  void set_totals(const CacheTotals& totals);

 private:
  void add_tags(std::int64_t id, const std::vector<std::string>& tags);
  std::vector<CacheRow> rows(SQLite::Statement& statement);
  Connection& connection_;
  std::string key_;  // bound without copying while a statement runs
  Prepared look_up_, find_, totals_, has_tag_, expired_, first_from_, insert_, replace_, erase_, erase_tags_, add_tag_,
      set_place_, set_used_, set_totals_;
};

}  // namespace objectos::sqlite
