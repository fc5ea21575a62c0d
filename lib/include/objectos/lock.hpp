// Locks with a lease and a fencing token, between processes and, on Redis or PostgreSQL, between hosts. Start
// here:
//
//   objectos::Lock lock = objectos::open_lock(config);
//   if (auto held = lock.hold("backup", {.ttl = 30s, .wait = 1min})) {
//     …                       // held->left() says for how long this is certain
//   }                         // released
//
// A lease alone excludes nobody: its holder may be paused past its end. What must not be written by two is
// written under a fence (Fence in storage.hpp), which the store checks.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "objectos/api.hpp"
#include "objectos/config.hpp"
#include "objectos/storage.hpp"

namespace objectos {

struct Holder {
  std::string host;
  std::int64_t pid = 0;
  std::string command;
};

/// One who holds a lock now.
struct Holding {
  std::string name;
  std::int64_t token = 0;  ///< larger than every token of this lock before it
  Holder holder;
  std::int64_t since = 0;       ///< ms since the epoch, on the store's clock
  std::int64_t expires_at = 0;  ///< when the lease ends
};

inline constexpr std::int64_t max_lock_slots = 1000;

struct LockTerms {
  Millis ttl{30'000};      ///< of the lease; positive
  Millis wait{0};          ///< how long to try
  std::int64_t slots = 1;  ///< how many may hold it at once: 1 to max_lock_slots
  std::string command;     ///< shown to others
  std::int64_t pid = 0;    ///< likewise; 0: this process
};

class LockBook;

/// A lock that is held: renewed in the background until it is released or destroyed. Thread safe.
class OBJECTOS_API HeldLock {
 public:
  ~HeldLock();
  HeldLock(const HeldLock&) = delete;
  HeldLock& operator=(const HeldLock&) = delete;

  std::int64_t token() const noexcept;
  /// How long nobody else can get it, whatever happens to the store: by this machine's clock, which also runs
  /// while the machine sleeps, from when the last renewal was sent. Negative: others may hold it.
  Millis left() const noexcept;
  /// True once a renewal was told that the holding is gone.
  bool is_lost() const noexcept;
  /// Renews at a third of the lease, in a thread of its own that has all signals blocked. hold() has done
  /// this, unless it was told not to. What fails is tried again until the lease ends. `on_lost` is called in
  /// that thread and must not release the lock.
  void keep(std::function<void()> on_lost = {});
  /// A descriptor that processes inherit which keep the kernel's lock, or -1. It is closed on exec.
  int kernel_lock() const noexcept;
  /// Gives it back; false if it was no longer held. What the store fails with is not thrown: the lease ends
  /// by itself.
  bool release() noexcept;

  struct State;
  explicit HeldLock(std::unique_ptr<State> state);

 private:
  std::unique_ptr<State> state_;
};

/// The locks of one store. Thread safe. Names are keys (see Storage) that do not begin with "fence:". All
/// members throw what the storage throws, and Error(usage) for a bad name, TTL or number of slots.
///
/// The entry of a lock that nobody holds is kept for a week for its token; after that the store's clock makes
/// tokens grow.
class OBJECTOS_API Lock {
 public:
  struct Options {
    std::string scope;      ///< names are stored as SCOPE:NAME; empty: none
    std::string directory;  ///< for the kernel's locks, which end with their processes; empty: none
    std::string place;      ///< tells apart the stores that share the directory
  };
  /// `storage` has no scope.
  explicit Lock(Storage storage) : Lock(std::move(storage), Options()) {}
  Lock(Storage storage, Options options);

  /// Takes it for a process that lives and dies with the lock: on this host others get it at once when all
  /// processes that inherited kernel_lock() have ended, and not before. Null: others hold it.
  std::unique_ptr<HeldLock> hold(std::string_view name, const LockTerms& terms, bool keep = true);

  /// Takes it for whoever knows the token, until the lease ends. Nothing: others hold it.
  std::optional<Holding> acquire(std::string_view name, const LockTerms& terms);
  /// A new lease from now, also if it had ended and nobody took it since. False: the holding is gone.
  bool renew(std::string_view name, std::int64_t token, Millis ttl);
  /// False if the holding is gone.
  bool release(std::string_view name, std::int64_t token);

  /// Who holds it.
  std::vector<Holding> info(std::string_view name) const;
  /// All holdings of locks that match, by name.
  std::vector<Holding> list(const Glob& pattern = Glob()) const;
  /// The name as a fence wants it: with its scope.
  std::string full_name(std::string_view name) const;

 private:
  std::shared_ptr<const LockBook> book_;
};

/// The locks of the configured store, with the kernel's locks in the state directory.
OBJECTOS_API Lock open_lock(const Config& config, std::string scope = {});
/// The same over a store that is open already.
OBJECTOS_API Lock open_lock(const Config& config, Storage storage, std::string scope = {});

}  // namespace objectos
