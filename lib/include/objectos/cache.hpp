// A bounded cache with expiry, tags and statistics. What is in it may be gone at any time: for what must last
// there is storage. Start here:
//
//   auto cache = objectos::open_cache(objectos::Config::load(objectos::ConfigSources::process()));
//   cache->set("rates", objectos::Value::json(text), {.ttl = std::chrono::minutes(5), .tags = {"money"}});
//   if (auto rates = cache->get("rates")) …
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "objectos/api.hpp"
#include "objectos/clock.hpp"
#include "objectos/config.hpp"
#include "objectos/entry.hpp"
#include "objectos/text.hpp"
#include "objectos/value.hpp"

namespace objectos {

/// Which entry goes when there is no room for another. lru: the one not used for the longest time. sieve: the
/// oldest that was not used since the last search passed it; it keeps more of what is asked for often.
enum class CachePolicy { lru, sieve };
/// "lru", "sieve"
OBJECTOS_API std::string_view policy_name(CachePolicy policy) noexcept;

/// The bytes of an entry are those of its key with its scope, of its value (JSON text or raw bytes) and of its
/// tags. The limits hold at all times, for all scopes together; 0: no limit.
struct CacheLimits {
  std::size_t max_size = 1000;  ///< entries
  std::uint64_t max_bytes = 0;
  CachePolicy policy = CachePolicy::lru;
};

struct CacheSetOptions {
  std::optional<Millis> ttl;  ///< nothing: the cache's default
  std::vector<std::string> tags;
};

/// Of a scope, or of everything. Every look-up is one hit or one miss, of an expired entry it is a miss. Every
/// entry that leaves by itself is counted once: as an expiration if its time had passed, however that was
/// noticed, else as an eviction. What is removed, replaced or cleared before its time is neither.
struct CacheStats {
  std::uint64_t hits = 0;
  std::uint64_t misses = 0;
  std::uint64_t evictions = 0;
  std::uint64_t expirations = 0;
  std::uint64_t size = 0;   ///< entries that have not expired
  std::uint64_t bytes = 0;  ///< of these
  CacheLimits limits;
  std::string backend;
  /// Hits among look-ups; 0 if there were none.
  double hit_rate() const noexcept {
    return hits + misses == 0 ? 0 : static_cast<double>(hits) / static_cast<double>(hits + misses);
  }
};
/// Appends
/// {"hits","misses","hit_rate","size","bytes","evictions","expirations","max_size","max_bytes","policy","backend"};
/// a limit that is none is null.
OBJECTOS_API void append_cache_stats_json(std::string& out, const CacheStats& stats);

/// Looks at a value without copying it: refers to a callable that takes a `const Value&` and must outlive it.
class ValueVisitor {
 public:
  template <class F, class = std::enable_if_t<!std::is_same_v<std::remove_cvref_t<F>, ValueVisitor>>>
  ValueVisitor(F&& f) noexcept  // NOLINT(google-explicit-constructor): a parameter type
      : object_(const_cast<void*>(static_cast<const void*>(&f))), call_([](void* object, const Value& value) {
          (*static_cast<std::remove_reference_t<F>*>(object))(value);
        }) {}
  void operator()(const Value& value) const { call_(object_, value); }

 private:
  void* object_;
  void (*call_)(void*, const Value&);
};

/// What is to be kept under a key.
struct CacheItem {
  Value value;
  std::optional<Millis> ttl;      ///< positive; nothing: no end
  std::vector<std::string> tags;  ///< sorted, without duplicates
};

/// What stands below Cache. Keys are already checked and carry their scope. Every member is thread safe and
/// atomic; an expired entry is absent for all of them. A custom backend implements get, set, remove, range,
/// has_tag, stats and reset_stats; the rest is then done with these.
class OBJECTOS_API CacheBackend {
 public:
  virtual ~CacheBackend();
  /// "sqlite", "memory", …
  virtual std::string name() const = 0;
  /// True, after a look at the value, if the key is there. Counts a hit or a miss, and is a use of the entry.
  /// The visitor must not call the cache.
  virtual bool get(std::string_view key, ValueVisitor visit) = 0;
  /// Replaces value, end and tags; evicts others until there is room. Error(data), and nothing changes, if the
  /// entry alone is larger than max_bytes.
  virtual void set(std::string_view key, CacheItem item) = 0;
  /// True if the key was there.
  virtual bool remove(std::string_view key) = 0;
  /// Neither counts nor is it a use of the entries.
  virtual void range(const Range& range, const Visitor& visit) = 0;
  /// True if the key is there and has the tag.
  virtual bool has_tag(std::string_view key, std::string_view tag) = 0;
  /// Of the scope; null: of everything. A stored key's scope is the text before its first ':', or "".
  virtual CacheStats stats(const std::string* scope) = 0;
  /// Sets its counters to 0.
  virtual void reset_stats(const std::string* scope) = 0;

  /// Neither counts nor is it a use of the entry.
  virtual bool has(std::string_view key);
  /// How many were there. The default removes one by one.
  virtual std::size_t remove_matching(const Glob& pattern);
  /// Removes the entries with this tag whose key begins with `prefix`; how many.
  virtual std::size_t remove_tagged(std::string_view tag, std::string_view prefix);
  /// All tags of entries whose key begins with `prefix`, sorted. The default knows none.
  virtual std::vector<std::string> tags(std::string_view prefix);
  /// Removes expired entries, gives space back; the number removed.
  virtual std::size_t collect();
  /// The cache's clock.
  virtual std::int64_t now_ms() const;
};

/// The service. Thread safe; copies are the same cache. All members throw Error(usage) for a bad key (empty,
/// longer than max_key_bytes, not valid UTF-8, with a NUL or a newline), a bad tag (the same rules) or a TTL
/// that is not positive; and whatever the backend throws (unavailable, denied, data).
class OBJECTOS_API Cache {
 public:
  static constexpr std::string_view service_name = "cache";

  /// `default_ttl` is for entries that are set without one.
  explicit Cache(std::shared_ptr<CacheBackend> backend, std::optional<Millis> default_ttl = {});
  Cache(const Cache&);
  Cache& operator=(const Cache&);
  ~Cache();

  /// The same cache, where every key is `NAME:KEY` and listings show `KEY`; tags, statistics and clear() are
  /// the scope's own. A scope inside a scope is refused. `name` must hold no ':', NUL or newline.
  Cache scoped(std::string_view name) const;
  const std::string& scope() const noexcept { return scope_; }

  /// A copy of the value; nothing: a miss.
  std::optional<Value> get(std::string_view key);
  /// Calls `f(const Value&)` on a hit, without copying the value; false: a miss. `f` must not call the cache
  /// and should be short: others may wait for it.
  template <class F>
  bool visit(std::string_view key, F&& f) {
    return look_up(key, ValueVisitor(f));
  }
  /// Neither counts nor is it a use of the entry.
  bool has(std::string_view key);
  /// Replaces value, end and tags. Error(data), and nothing changes, if the entry alone is larger than max_bytes.
  void set(std::string_view key, Value value, const CacheSetOptions& options = {});
  /// True if it was there.
  bool remove(std::string_view key);

  /// The value, or what `compute` returns, which is then set. However many threads ask for a key of this cache
  /// and its copies at once, one computes and the others wait for it; what it throws comes out in all of them,
  /// and nothing is set. A value too large for the cache is returned and not set. Every call counts one hit or
  /// one miss. Error(usage) if `compute` asks for the same key again.
  Value get_or_compute(std::string_view key, const std::function<Value()>& compute,
                       const CacheSetOptions& options = {});

  /// Removes the entries that were set with this tag; how many.
  std::size_t invalidate_tag(std::string_view tag);
  /// Removes the entries whose key matches; how many.
  std::size_t invalidate_matching(const Glob& pattern);
  /// Removes everything in the scope, without one everything; how many.
  std::size_t clear() { return invalidate_matching(Glob()); }

  std::vector<std::string> keys(const Glob& pattern = Glob()) const;
  std::size_t count(const Glob& pattern = Glob()) const;
  /// Visits entries in bytewise order of key, keys without the scope. The visitor must not call the cache.
  void each(const Range& range, const Visitor& visit) const;
  /// Tags in use, sorted.
  std::vector<std::string> tags() const;

  /// In a scope: of the scope, but the limits are everybody's.
  CacheStats stats() const;
  /// Sets the counters to 0.
  void reset_stats();
  /// Removes expired entries, in all scopes; how many.
  std::size_t collect();

  CacheBackend& backend() const noexcept;
  /// Throws Error(usage) unless `key` may be used in this scope.
  void check_key(std::string_view key) const;

 private:
  struct Shared;
  Cache(std::shared_ptr<Shared> shared, std::string scope);
  bool look_up(std::string_view key, ValueVisitor visit);
  const std::string* scope_or_all() const noexcept { return scope_.empty() ? nullptr : &scope_; }
  std::shared_ptr<Shared> shared_;
  std::string scope_;
};

// ---- opening -------------------------------------------------------------------------------------------

/// The cache that the configuration names (`cache.url`, else `cache.backend` and `cache.options`). Nothing is
/// opened or created before the first use. Error(usage) for a bad URL, Error(unavailable) if the backend's
/// module is not installed.
OBJECTOS_API std::shared_ptr<Cache> open_cache(const Config& config, const Clock& clock = Clock::system());
/// The cache behind a URL: `memory:`, `sqlite:PATH`, `redis://HOST`, …; other settings from `config`.
OBJECTOS_API std::shared_ptr<Cache> open_cache(std::string_view url, const Config& config,
                                               const Clock& clock = Clock::system());
/// A cache in this process. Both policies are exact.
OBJECTOS_API std::shared_ptr<CacheBackend> memory_cache(const CacheLimits& limits = {},
                                                        const Clock& clock = Clock::system());

}  // namespace objectos
