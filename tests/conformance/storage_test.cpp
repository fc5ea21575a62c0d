// The storage suite on what needs no server: memory, SQLite in its forms, and a backend of one page.
#include <SQLiteCpp/Database.h>

#include <map>
#include <mutex>

#include "scratch.hpp"
#include "sqlite/storage_backend.hpp"
#include "storage_suite.hpp"
#include "thrown.hpp"

namespace {

using namespace objectos;
using conformance::Capabilities;
using conformance::StoreFixture;

struct MemoryStore : StoreFixture {
  static constexpr const char* name = "memory";
  static constexpr Capabilities can = {.transactional = true, .injected_clock = true};
  std::shared_ptr<Storage> open() override { return std::make_shared<Storage>(backend_); }

 private:
  std::shared_ptr<StorageBackend> backend_ = memory_storage(0, clock);
};

struct SqliteStore : StoreFixture {
  static constexpr const char* name = "sqlite";
  static constexpr Capabilities can = {.transactional = true, .injected_clock = true, .shared = true, .snapshot = true};
  std::shared_ptr<Storage> open() override {
    return std::make_shared<Storage>(sqlite::storage(options_, clock));
  }

 protected:
  Scratch scratch_;
  sqlite::Options options_{.path = scratch_.path("storage.db")};
};

struct DurableSqliteStore : SqliteStore {
  static constexpr const char* name = "sqlite, durability full";
  DurableSqliteStore() { options_.durable = true; }
};

/// A file that the TypeScript plugin made and has used.
struct PluginSqliteStore : SqliteStore {
  static constexpr const char* name = "sqlite, a plugin's file";
  PluginSqliteStore() {
    SQLite::Database plugin(options_.path, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    plugin.exec(
        "CREATE TABLE IF NOT EXISTS storage(key TEXT PRIMARY KEY, value TEXT NOT NULL, expires_at INTEGER)");
    plugin.exec("CREATE INDEX IF NOT EXISTS idx_expires_at ON storage(expires_at)");
    plugin.exec("INSERT OR REPLACE INTO storage(key, value, expires_at) VALUES('k', '1', NULL)");
    plugin.exec("DELETE FROM storage");
  }
};

/// All that somebody who brings a backend has to write: apply() and transactions come from the base class.
class OnePageBackend final : public StorageBackend {
 public:
  explicit OnePageBackend(const Clock& clock) : clock_(clock) {}
  std::string name() const override { return "one page"; }
  std::int64_t now_ms() const override { return clock_.now_ms(); }

  std::optional<Entry> get(std::string_view key, Read) override {
    const std::lock_guard lock(mutex_);
    const auto at = map_.find(key);
    return at == map_.end() || is_expired(at->second) ? std::nullopt : std::optional(at->second);
  }
  void range(const Range& range, const Visitor& visit) override {
    const std::lock_guard lock(mutex_);
    for (auto at = map_.upper_bound(range.after); at != map_.end(); ++at) {
      if (is_expired(at->second) || !range.pattern.matches(at->first)) continue;
      if (!visit({at->first, range.with_values ? at->second.value : Value(), at->second.expires_at})) return;
    }
  }
  bool erase(std::string_view key) override {
    const std::lock_guard lock(mutex_);
    const auto at = map_.find(key);
    if (at == map_.end()) return false;
    const bool was_there = !is_expired(at->second);
    map_.erase(at);
    return was_there;
  }
  bool compare_and_set(std::string_view key, const Entry* expected, const Entry* desired) override {
    const std::lock_guard lock(mutex_);
    const auto at = map_.find(key);
    const Entry* present = at == map_.end() || is_expired(at->second) ? nullptr : &at->second;
    if ((expected == nullptr) != (present == nullptr)) return false;
    if (present && (present->value != expected->value || present->expires_at != expected->expires_at))
      return false;
    if (desired) {
      map_.insert_or_assign(std::string(key), *desired);
    } else if (at != map_.end()) {
      map_.erase(at);
    }
    return true;
  }

 private:
  bool is_expired(const Entry& entry) const {
    return entry.expires_at && *entry.expires_at <= clock_.now_ms();
  }
  const Clock& clock_;
  std::mutex mutex_;
  std::map<std::string, Entry, std::less<>> map_;
};

struct OnePageStore : StoreFixture {
  static constexpr const char* name = "a backend of one page";
  static constexpr Capabilities can = {.injected_clock = true};
  std::shared_ptr<Storage> open() override { return std::make_shared<Storage>(backend_); }

 private:
  std::shared_ptr<StorageBackend> backend_ = std::make_shared<OnePageBackend>(clock);
};

STORAGE_SUITE(MemoryStore)
STORAGE_SUITE(SqliteStore)
STORAGE_SUITE(DurableSqliteStore)
STORAGE_SUITE(PluginSqliteStore)
STORAGE_SUITE(OnePageStore)

}  // namespace

TEST_CASE("memory: at max_keys a new key is refused, room made by expiry is used", "[storage]") {
  conformance::ManualClock clock;
  Storage store(memory_storage(2, clock));
  store.set("a", Value(), {.ttl = Millis(10)});
  store.set("b", Value());
  CHECK(thrown_code([&] { store.set("c", Value()); }) == "unavailable");
  CHECK(thrown_code([&] { store.increment("c"); }) == "unavailable");
  store.set("b", Value::boolean(true));
  CHECK(store.count() == 2);
  clock.now += 10;
  store.set("c", Value());
  CHECK(store.keys() == std::vector<std::string>{"b", "c"});
}
