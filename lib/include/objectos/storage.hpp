// Persistent key-value storage with TTL, scopes and atomic operations. Start here:
//
//   auto storage = objectos::open_storage(objectos::Config::load(objectos::ConfigSources::process()));
//   storage->set("greeting", objectos::Value::string("hello"), {.ttl = std::chrono::hours(1)});
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "objectos/api.hpp"
#include "objectos/clock.hpp"
#include "objectos/config.hpp"
#include "objectos/entry.hpp"
#include "objectos/error.hpp"
#include "objectos/text.hpp"
#include "objectos/value.hpp"

namespace objectos {

/// When an entry ends.
struct Expiry {
  enum class Kind { never, keep, after, at };
  Kind kind = Kind::never;
  std::int64_t ms = 0;  ///< after: milliseconds from the store's now; at: since the epoch
  static Expiry never() { return {}; }
  static Expiry keep() { return {Kind::keep, 0}; }
  static Expiry after(Millis ttl) { return {Kind::after, ttl.count()}; }
  static Expiry at(std::int64_t epoch_ms) { return {Kind::at, epoch_ms}; }
};

/// Writes a value if a condition on the present one holds.
struct Put {
  enum class If { always, absent, present, equals };
  Value value;
  Expiry expiry;
  If condition = If::always;
  std::string equals;          ///< compared with the present value's text()
  bool want_previous = false;  ///< fill Outcome::previous (costs a read)
};
/// Adds to a number; an absent key counts as 0. Whole numbers are 64-bit, decimals doubles.
struct Increment {
  std::variant<std::int64_t, double> by = std::int64_t{1};
  std::optional<Millis> ttl_if_created;
};
/// Changes when an existing entry ends.
struct Expire {
  Expiry expiry;  ///< never, after or at
};
/// Replaces an entry by what a function makes of it.
struct Update {
  /// Gets the present entry (null: absent) and the store's time; what comes back is written under the same key.
  /// Nothing: nothing changes, and Outcome::applied is false. May be called more than once, of which the last
  /// call counts. Must not call the store.
  using Change = std::function<std::optional<Entry>(const Entry* current, std::int64_t now_ms)>;
  Change change;
};
/// Takes from a rate limit (GCRA): the entry holds the theoretical arrival time. Applied: it was allowed.
/// Outcome::value is a number: after how many microseconds, from the store's now, nothing of the burst is in use.
struct Gcra {
  Rate rate;               ///< at most 1,000,000 a second
  std::int64_t burst = 1;  ///< how many at once; burst × period / count is at most 100 years
  std::int64_t cost = 1;   ///< 1 to burst
};
/// Who may write: the holder of a lock with this token, see lock.hpp.
struct Fence {
  std::string lock;  ///< the lock's name, with its scope
  std::int64_t token = 0;
};
/// A put by the holder of a lock. Applied only if `token` is a current, unexpired holding of the lock and no
/// larger token has written the key. Where there are transactions over several keys, that is one atomic step; on
/// a Redis Cluster the holding is looked at first, and the key then refuses all but the largest token.
struct FencedPut {
  Put put;
  Fence fence;
};
using Step = std::variant<Put, Increment, Expire, Update, Gcra, FencedPut>;
/// Looks at an entry. What is not asked for is filled only where that costs nothing.
struct Read {
  bool value = true;
  bool expiry = true;
};
struct Erase {};
using Action = std::variant<Put, Increment, Expire, Update, Gcra, FencedPut, Read, Erase>;

struct Outcome {
  /// Steps: false if the condition did not hold and nothing was written. Read, Erase: the key was there.
  bool applied = false;
  std::optional<Value> value;              ///< Read: the value; Increment: the new one; Gcra: see there
  std::optional<Value> previous;           ///< Put with want_previous: the value before, if there was one
  std::optional<std::int64_t> expires_at;  ///< Read: ms since the epoch; nothing: never
};

/// One action on one key, and what came of it.
struct Operation {
  std::string key;  ///< as stored, with its scope
  Action action;    ///< its value may be gone when the operation is done
  std::uint64_t tag = 0;  ///< the caller's own
  Outcome outcome;
  std::unique_ptr<Error> error;  ///< set if it failed; the outcome says nothing then
};

/// A group of operations that take effect together. Rolled back when destroyed before commit().
class OBJECTOS_API Transaction {
 public:
  virtual ~Transaction();
  virtual void commit() = 0;
};
/// read: a stable view where the backend has one. write: fewer round trips and commits; all or nothing where
/// is_transactional(). atomic: all or nothing, or it cannot begin.
enum class Access { read, write, atomic };

/// Operations under way: a server works on the first while the last are still being made. They take effect
/// in the order they were added (on a Redis Cluster only those on the same node do). While some are under
/// way this thread must not use the backend otherwise, and other threads wait.
class OBJECTOS_API Pipeline {
 public:
  /// Called for each operation in the order of adding, on the adding thread, from add() or drain(). What it
  /// throws comes out there; the pipeline can then only be destroyed.
  using Done = std::function<void(Operation&)>;
  /// Whether what is still under way takes effect is unknown.
  virtual ~Pipeline();
  /// May return before the operation is done.
  virtual void add(Operation&& operation) = 0;
  /// Returns when everything that was added is done.
  virtual void drain() = 0;
};

/// What stands below Storage. Keys are already checked and carry their scope. Every member is thread safe
/// and atomic; an expired entry is absent for all of them. A custom backend implements get, range, erase and
/// compare_and_set; apply() is then done by compare-and-set.
class OBJECTOS_API StorageBackend {
 public:
  virtual ~StorageBackend();
  /// "sqlite", "memory", …
  virtual std::string name() const = 0;
  virtual std::optional<Entry> get(std::string_view key, Read what) = 0;
  virtual void range(const Range& range, const Visitor& visit) = 0;
  /// True if the key was there.
  virtual bool erase(std::string_view key) = 0;
  virtual Outcome apply(std::string_view key, const Step& step);
  /// Replaces the entry by `desired` (null: removes it) if it equals `expected` (null: is absent) in value
  /// and expiry. True if it did. The default does it in a transaction, where there are transactions.
  virtual bool compare_and_set(std::string_view key, const Entry* expected, const Entry* desired);
  /// Until the result is committed or destroyed, this thread's calls belong to it and other threads wait.
  /// Groups nest. The default has no grouping: commit() does nothing, and Access::atomic is Error(usage).
  virtual std::unique_ptr<Transaction> begin(Access access);
  /// For many operations in a row. The default does each at once.
  virtual std::unique_ptr<Pipeline> pipeline(Pipeline::Done done);
  /// True if a pipeline has many under way; else there is nothing to gain by one.
  virtual bool works_ahead() const { return false; }
  /// True if begin(Access::write) is all or nothing.
  virtual bool is_transactional() const { return false; }
  /// Removes expired entries, gives space back; the number removed.
  virtual std::size_t collect();
  /// The store's clock.
  virtual std::int64_t now_ms() const;
};

struct SetOptions {
  std::optional<Millis> ttl;
  bool keep_ttl = false;
};

/// The service. Thread safe. All members throw Error(usage) for a bad key: empty, longer than max_key_bytes,
/// not valid UTF-8, with a NUL or a newline; and whatever the backend throws (unavailable, denied, data).
class OBJECTOS_API Storage {
 public:
  static constexpr std::string_view service_name = "storage";

  /// `scope` must hold no ':', NUL or newline; empty: none.
  explicit Storage(std::shared_ptr<StorageBackend> backend, std::string scope = {});

  /// The same store, where every key is `NAME:KEY` and listings show `KEY`. A scope inside a scope is
  /// refused: the stored form has room for one.
  Storage scoped(std::string_view name) const;
  const std::string& scope() const noexcept { return scope_; }

  std::optional<Value> get(std::string_view key) const;
  /// With key and expiry; the key is shown without its scope.
  std::optional<Entry> entry(std::string_view key) const;
  bool has(std::string_view key) const;
  /// Without a TTL an earlier TTL is cleared, unless keep_ttl.
  void set(std::string_view key, Value value, const SetOptions& options = {});
  Outcome put(std::string_view key, Put put);
  /// Atomically replaces the entry by what `change` makes of it (its key is ignored); true if it made something.
  bool update(std::string_view key, Update::Change change);
  /// True if it was there.
  bool remove(std::string_view key);
  /// Removes all that match; how many. Atomic where the backend is transactional.
  std::size_t remove_matching(const Glob& pattern);

  /// The new value. Error(data), and nothing changes, if the present value is no number or the result
  /// leaves 64 bits (or is not finite).
  Value increment(std::string_view key, std::int64_t by = 1, std::optional<Millis> ttl_if_created = {});
  Value increment(std::string_view key, double by, std::optional<Millis> ttl_if_created = {});

  /// Milliseconds left; outer nothing: absent; inner nothing: never expires.
  std::optional<std::optional<std::int64_t>> ttl(std::string_view key) const;
  bool expire(std::string_view key, Millis ttl);
  bool persist(std::string_view key);

  std::vector<std::string> keys(const Glob& pattern = Glob()) const;
  std::size_t count(const Glob& pattern = Glob()) const;
  /// Visits entries in bytewise order of key, keys without the scope. The visitor must not call the store.
  void each(const Range& range, const Visitor& visit) const;
  /// Scopes and how many keys each holds, sorted.
  std::vector<std::pair<std::string, std::size_t>> scopes() const;
  /// Removes everything in the scope; without a scope everything but `reserved_scopes`.
  std::size_t clear();
  /// What clear() would remove.
  std::vector<std::string> keys_to_clear() const;
  std::size_t collect() { return backend_->collect(); }

  StorageBackend& backend() const noexcept { return *backend_; }
  /// The action on the key in this scope, checked as the members above check theirs; for
  /// backend().pipeline().
  Operation operation(std::string_view key, Action action) const;
  /// Does one operation. Throws what it fails with.
  Outcome run(Operation operation) const;
  /// The same action on many keys, pipelined: to how many of them it applied. Throws the first error.
  std::size_t run_on(const std::vector<std::string>& keys, const Action& action);
  /// Throws Error(usage) unless `key` may be used in this scope.
  void check_key(std::string_view key) const;

 private:
  std::string stored_key(std::string_view key) const;
  Range scoped_range(const Range& range) const;
  template <class Wanted>
  std::size_t remove_range(Range range, Wanted wanted);
  std::shared_ptr<StorageBackend> backend_;
  std::string scope_;
};

/// Scopes of the services built on storage; `clear` without a scope leaves them alone.
inline constexpr std::string_view reserved_scopes[] = {"feature-flags", "lock", "ratelimit", "sessions"};
/// True for a key, with its scope, that lies in one of these.
OBJECTOS_API bool is_reserved(std::string_view key) noexcept;

// ---- opening -------------------------------------------------------------------------------------------

/// The store that the configuration names (`storage.url`, else `storage.backend` and `storage.options`).
/// Nothing is opened or created before the first use. Error(usage) for a bad URL, Error(unavailable) if the
/// backend's module is not installed.
OBJECTOS_API std::shared_ptr<Storage> open_storage(const Config& config,
                                                   const Clock& clock = Clock::system());
/// The store behind a URL: `memory:`, `sqlite:PATH`, …; other settings from `config`.
OBJECTOS_API std::shared_ptr<Storage> open_storage(std::string_view url, const Config& config,
                                                   const Clock& clock = Clock::system());
/// A store in this process. `max_keys` 0: no limit; at the limit a new key is Error(unavailable).
OBJECTOS_API std::shared_ptr<StorageBackend> memory_storage(std::size_t max_keys = 0,
                                                            const Clock& clock = Clock::system());

// ---- moving data ---------------------------------------------------------------------------------------

/// One line of NDJSON (without its newline): {"key","value","expires_at"?}. `"type":"json"` is added where a
/// JSON value looks like bytes.
OBJECTOS_API void append_export_line(std::string& out, const Entry& entry);

/// What `import` does with a key that is already there.
enum class OnConflict { replace, keep, fail };
struct ImportResult {
  std::size_t imported = 0;
  std::size_t kept = 0;
};
/// Gives the next piece of input; an empty view ends it. A piece is looked at until the next call only.
using Input = std::function<std::string_view()>;
/// Reads NDJSON as export writes it. The whole input is checked before the first write; then all lines take
/// effect or none (where the backend is transactional; elsewhere an interruption is Error(partial), and the
/// import may be repeated). Error(data) names `name`:line:column; with OnConflict::fail a key that exists is
/// Error(data). A line whose time has passed counts as imported and is not stored.
OBJECTOS_API ImportResult import_entries(Storage& into, const Input& input, std::string_view name,
                                         OnConflict on_conflict);

/// Copies matching entries with their TTLs, reads them back and compares: Error(partial) if one differs.
/// `progress` is called now and then with the number copied and the number there is to copy. May be repeated
/// after an interruption.
OBJECTOS_API std::size_t copy_entries(const Storage& from, Storage& to, const Glob& pattern,
                                      const std::function<void(std::size_t, std::size_t)>& progress = {});

/// Writes a consistent copy of the state directory's databases and files to `file` (a tar archive, 0600),
/// while other processes go on writing. The file appears whole or not at all.
OBJECTOS_API void backup_state(const Config& config, const std::string& file);
/// Puts the databases and files of such an archive in place. Everything in the archive is checked before
/// anything is changed; each database changes in one transaction, also while others use it.
OBJECTOS_API void restore_state(const Config& config, const std::string& file);

}  // namespace objectos
