#include "sqlite/cache_backend.hpp"

#include <map>
#include <mutex>
#include <tuple>

#include "cache/limits.hpp"
#include "cache/shared_counters.hpp"
#include "core/keys.hpp"
#include "objectos/error.hpp"
#include "sqlite/cache_table.hpp"

namespace objectos::sqlite {
namespace {

/// A look-up waits no longer for the right to note that there was one.
constexpr Millis patience_for_notes{20};

/// "cache.stats" beside "cache.db".
std::string counters_path(const std::string& database) {
  return (database.ends_with(".db") ? database.substr(0, database.size() - 3) : database) + ".stats";
}

class SqliteCache final : public CacheBackend {
 public:
  SqliteCache(Options options, const CacheLimits& limits, const Clock& clock)
      : limits_(limits),
        clock_(clock),
        counters_(counters_path(options.path)),
        connection_(std::move(options), cache_schema),
        table_(connection_) {}

  std::string name() const override { return "sqlite"; }
  std::int64_t now_ms() const override { return clock_.now_ms(); }

  bool get(std::string_view key, ValueVisitor visit) override {
    const std::lock_guard lock(mutex_);
    if (!connection_.open_for_reading()) {
      ++early_misses_[std::string(keys::scope_of(key))];
      return false;
    }
    const auto found = connection_.guarded([&] { return table_.look_up(key, clock_.now_ms()); });
    const bool is_hit = found && found->value;
    counters_.add(keys::scope_of(key), is_hit ? Counted::hit : Counted::miss);
    if (is_hit) {
      note_use(*found);
      visit(*found->value);
    } else if (found) {
      try_note([&] { drop_if_expired(key); });
    }
    return is_hit;
  }

  bool has(std::string_view key) override {
    const std::lock_guard lock(mutex_);
    if (!connection_.open_for_reading()) return false;
    return connection_.guarded([&] { return is_live(table_.find(key)); });
  }

  bool has_tag(std::string_view key, std::string_view tag) override {
    const std::lock_guard lock(mutex_);
    if (!connection_.open_for_reading()) return false;
    return connection_.guarded([&] {
      const auto row = table_.find(key);
      return is_live(row) && table_.has_tag(row->id, tag);
    });
  }

  void set(std::string_view key, CacheItem item) override {
    const std::uint64_t bytes = entry_bytes(key, item);
    if (limits_.max_bytes != 0 && bytes > limits_.max_bytes) throw too_large_for_cache(bytes, limits_.max_bytes);
    const std::lock_guard lock(mutex_);
    connection_.open_for_writing();
    Change change(*this);
    connection_.guarded([&] { write(change, key, item, bytes); });
  }

  bool remove(std::string_view key) override {
    const std::lock_guard lock(mutex_);
    if (!connection_.open_for_reading()) return false;
    connection_.open_for_writing();
    Change change(*this);
    return connection_.guarded([&] {
      const auto row = table_.find(key);
      if (!row) return false;
      const bool is_expired = row->is_expired(clock_.now_ms());
      change.erase(*row, is_expired ? std::optional(Counted::expiration) : std::nullopt);
      change.commit();
      return !is_expired;
    });
  }

  void range(const Range& range, const Visitor& visit) override {
    const std::lock_guard lock(mutex_);
    if (!connection_.open_for_reading()) return;
    connection_.guarded([&] { scan(connection_, "entries", range, clock_.now_ms(), visit); });
  }

  std::size_t remove_matching(const Glob& pattern) override {
    return remove_rows([&](Change& change, std::int64_t now) {
      if (pattern.pattern() == "*") return change.clear();
      return change.erase_all(table_.matching(pattern, now));
    });
  }

  std::size_t remove_tagged(std::string_view tag, std::string_view prefix) override {
    return remove_rows(
        [&](Change& change, std::int64_t) { return change.erase_all(table_.tagged(tag, prefix)); });
  }

  std::vector<std::string> tags(std::string_view prefix) override {
    const std::lock_guard lock(mutex_);
    if (!connection_.open_for_reading()) return {};
    return connection_.guarded([&] { return table_.tags(prefix, clock_.now_ms()); });
  }

  std::size_t collect() override {
    std::size_t expired = 0;
    remove_rows([&expired](Change& change, std::int64_t) {
      expired = change.expired;
      return std::size_t{0};
    });
    const std::lock_guard lock(mutex_);
    if (connection_.is_open()) {
      connection_.guarded([&] { connection_.database().exec("PRAGMA incremental_vacuum"); });
      // Others may be reading the log right now; then the next gc empties it.
      connection_.database().tryExec("PRAGMA wal_checkpoint(TRUNCATE)");
    }
    return expired;
  }

  CacheStats stats(const std::string* scope) override {
    const std::lock_guard lock(mutex_);
    CacheStats stats;
    stats.limits = limits_;
    stats.backend = name();
    for (const auto& [early, misses] : early_misses_) stats.misses += !scope || early == *scope ? misses : 0;
    if (!connection_.open_for_reading()) return stats;
    std::tie(stats.size, stats.bytes) =
        connection_.guarded([&] { return table_.live(scope, clock_.now_ms()); });
    const SharedCounts counts = counters_.counts(scope);
    stats.hits = counts.hits;
    stats.misses += counts.misses;
    stats.evictions = counts.evictions;
    stats.expirations = counts.expirations;
    return stats;
  }

  void reset_stats(const std::string* scope) override {
    const std::lock_guard lock(mutex_);
    if (scope) {
      early_misses_.erase(*scope);
    } else {
      early_misses_.clear();
    }
    if (connection_.open_for_reading()) counters_.reset(scope);
  }

 private:
  /// One transaction, and what is to be counted once it is committed. Errors of SQLite come out as Error.
  class Change {
   public:
    explicit Change(SqliteCache& cache) : cache_(cache) {
      cache_.connection_.begin(true);
      try {
        totals = cache_.connection_.guarded([&] { return cache_.table_.totals(); });
      } catch (...) {
        cache_.connection_.rollback();
        throw;
      }
    }
    ~Change() {
      if (!is_done_) cache_.connection_.rollback();
    }
    Change(const Change&) = delete;
    Change& operator=(const Change&) = delete;

    void erase(const CacheRow& row, std::optional<Counted> why) {
      cache_.table_.erase(row.id);
      --totals.size;
      totals.bytes -= row.bytes;
      if (why) counted_.emplace_back(keys::scope_of(row.key), *why);
      if (why == Counted::expiration) ++expired;
    }
    std::size_t erase_all(const std::vector<CacheRow>& rows) {
      for (const CacheRow& row : rows) erase(row, std::nullopt);
      return rows.size();
    }
    std::size_t clear() {
      cache_.table_.clear();
      const std::size_t size = totals.size;
      totals.size = totals.bytes = 0;
      return size;
    }
    void commit() {
      cache_.table_.set_totals(totals);
      cache_.connection_.commit();
      is_done_ = true;
      for (const auto& [scope, what] : counted_) cache_.counters_.add(scope, what);
      cache_.count_early_misses();
    }

    CacheTotals totals;
    std::size_t expired = 0;

   private:
    SqliteCache& cache_;
    std::vector<std::pair<std::string, Counted>> counted_;
    bool is_done_ = false;
  };

  void write(Change& change, std::string_view key, const CacheItem& item, std::uint64_t bytes) {
    const std::int64_t now = clock_.now_ms();
    const auto ends = item.ttl ? std::optional(keys::ends_at(now, *item.ttl)) : std::nullopt;
    auto row = table_.find(key);
    if (row && row->is_expired(now)) {
      change.erase(*row, Counted::expiration);
      row.reset();
    }
    if (!row) {
      make_room(change, 1, bytes, 0, now);
      table_.insert(key, item, bytes, ends, ++change.totals.last_place);
      ++change.totals.size;
      change.totals.bytes += bytes;
    } else {
      if (bytes > row->bytes) make_room(change, 0, bytes - row->bytes, row->id, now);
      row->used = true;
      if (limits_.policy == CachePolicy::lru) row->place = ++change.totals.last_place;
      table_.replace(*row, item, bytes, ends);
      change.totals.bytes += bytes - row->bytes;
      // The limits may have been lowered since it was set.
      make_room(change, 0, 0, row->id, now);
    }
    change.commit();
  }

  void count_early_misses() {
    for (const auto& [scope, misses] : std::exchange(early_misses_, {})) counters_.add(scope, Counted::miss, misses);
  }

  bool is_live(const std::optional<CacheRow>& row) const { return row && !row->is_expired(clock_.now_ms()); }

  bool fits(const CacheTotals& totals, std::uint64_t entries, std::uint64_t bytes) const {
    return (limits_.max_size == 0 || totals.size + entries <= limits_.max_size) &&
           (limits_.max_bytes == 0 || totals.bytes + bytes <= limits_.max_bytes);
  }

  /// What has expired goes first, but never the row `spared`.
  void make_room(Change& change, std::uint64_t entries, std::uint64_t bytes, std::int64_t spared, std::int64_t now) {
    if (fits(change.totals, entries, bytes)) return;
    for (const CacheRow& row : table_.expired(now)) {
      if (row.id != spared) change.erase(row, Counted::expiration);
    }
    while (!fits(change.totals, entries, bytes)) change.erase(victim(change.totals, spared), Counted::eviction);
  }

  CacheRow victim(CacheTotals& totals, std::int64_t spared) {
    if (limits_.policy == CachePolicy::lru) return found(table_.first_from(0, spared));
    for (;;) {
      auto row = table_.first_from(totals.hand, 0);
      if (!row) {
        totals.hand = 0;
        row = found(table_.first_from(0, 0));
      }
      totals.hand = row->place + 1;
      const bool is_victim = !row->used && row->id != spared;
      if (row->used) table_.set_used(row->id, false);
      // The hand that has passed the newest entry begins again at the oldest, before a newer one comes.
      if (!table_.first_from(totals.hand, 0)) totals.hand = 0;
      if (is_victim) return *row;
    }
  }

  /// There is a row, or what `totals` says is wrong.
  CacheRow found(std::optional<CacheRow> row) const {
    if (row) return std::move(*row);
    throw Error(Errc::data, Message("sqlite.corrupt", "{{path}}: the database is damaged", {{"path", connection_.path()}}),
                Message("cache.corrupt_hint", "it is a cache: remove the file, and it begins anew"));
  }

  template <class RemoveLive>
  std::size_t remove_rows(RemoveLive remove_live) {
    const std::lock_guard lock(mutex_);
    if (!connection_.open_for_reading()) return 0;
    connection_.open_for_writing();
    Change change(*this);
    return connection_.guarded([&] {
      const std::int64_t now = clock_.now_ms();
      for (const CacheRow& row : table_.expired(now)) change.erase(row, Counted::expiration);
      const std::size_t removed = remove_live(change, now);
      change.commit();
      return removed;
    });
  }

  // ---- what look-ups write, if they write: it may be left out

  void note_use(const CacheTable::Found& found) {
    if (limits_.policy == CachePolicy::sieve) {
      if (!found.row.used) try_note([&] { connection_.guarded([&] { table_.set_used(found.row.id, true); }); });
      return;
    }
    const std::uint64_t size = limits_.max_size != 0 ? limits_.max_size : found.size;
    if (static_cast<std::uint64_t>(found.last_place - found.row.place) <= size / 8) return;
    try_note([&] {
      Change change(*this);
      connection_.guarded([&] { table_.set_place(found.row.id, ++change.totals.last_place); });
      change.commit();
    });
  }

  void drop_if_expired(std::string_view key) {
    Change change(*this);
    connection_.guarded([&] {
      const auto row = table_.find(key);
      if (row && row->is_expired(clock_.now_ms())) change.erase(*row, Counted::expiration);
    });
    change.commit();
  }

  /// Does it, unless another process writes just now, or nobody can write here at all.
  template <class Write>
  void try_note(Write write) {
    const Millis timeout = connection_.set_lock_timeout(patience_for_notes);
    try {
      connection_.open_for_writing();
      write();
    } catch (const Error& error) {
      if (error.code() != Errc::unavailable && error.code() != Errc::denied) {
        connection_.set_lock_timeout(timeout);
        throw;
      }
    }
    connection_.set_lock_timeout(timeout);
  }

  std::mutex mutex_;
  const CacheLimits limits_;
  const Clock& clock_;
  SharedCounters counters_;
  Connection connection_;
  CacheTable table_;
  std::map<std::string, std::uint64_t> early_misses_;  // of this instance, before there was a file to count in
};

}  // namespace

std::shared_ptr<CacheBackend> cache(Options options, const CacheLimits& limits, const Clock& clock) {
  return std::make_shared<SqliteCache>(std::move(options), limits, clock);
}

}  // namespace objectos::sqlite
