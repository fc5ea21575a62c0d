// The cache in this process: shards by the hash of the key, limits and order over all of them.
//
// An entry that needs room takes it from the shard whose candidate is the oldest of all, so that both policies are
// exact although every shard has its own lock and order. A thread never waits for a second shard's lock while it
// holds one: it tries, and if that fails begins again.
#include <algorithm>
#include <array>
#include <random>
#include <thread>
#include <utility>

#include "cache/limits.hpp"
#include "cache/shard.hpp"
#include "core/hash.hpp"
#include "objectos/error.hpp"

namespace objectos {
namespace {

constexpr std::size_t shard_bits = 4;
constexpr std::size_t shard_count = std::size_t{1} << shard_bits;

/// What may still be put in. Whoever takes gives back, or what it took is in the cache. Every thread that sets changes
/// these words, so they are left alone where that can be: without max_bytes nobody counts bytes here, and who evicts to
/// set keeps the victim's place.
class Room {
 public:
  explicit Room(const CacheLimits& limits)
      : max_size_(limits.max_size == 0 ? std::uint64_t(-1) : limits.max_size), max_bytes_(limits.max_bytes) {}
  bool take_place() { return take(size_, 1, max_size_); }
  void give_place() { size_.fetch_sub(1, std::memory_order_relaxed); }
  bool take_bytes(std::uint64_t bytes) { return max_bytes_ == 0 || take(bytes_, bytes, max_bytes_); }
  void give_bytes(std::uint64_t bytes) {
    if (max_bytes_ != 0) bytes_.fetch_sub(bytes, std::memory_order_relaxed);
  }

 private:
  static bool take(std::atomic<std::uint64_t>& used, std::uint64_t more, std::uint64_t limit) {
    std::uint64_t now = used.load(std::memory_order_relaxed);
    do {
      if (now > limit - more) return false;
    } while (!used.compare_exchange_weak(now, now + more, std::memory_order_relaxed));
    return true;
  }
  const std::uint64_t max_size_, max_bytes_;
  alignas(64) std::atomic<std::uint64_t> size_{0};
  alignas(64) std::atomic<std::uint64_t> bytes_{0};
};

class MemoryCache final : public CacheBackend {
 public:
  MemoryCache(const CacheLimits& limits, const Clock& clock)
      : limits_(limits), clock_(clock), seed_(std::random_device()() * 0x9E3779B97F4A7C15u), room_(limits) {
    for (std::size_t i = 0; i < shard_count; ++i) shards_[i].configure(limits.policy, candidates_[i], first_ends_[i]);
  }

  std::string name() const override { return "memory"; }
  std::int64_t now_ms() const override { return clock_.now_ms(); }

  bool get(std::string_view key, ValueVisitor visit) override {
    const Hash hash = hash_of(key);
    Shard& shard = shard_of(hash);
    const std::lock_guard lock(shard.lock);
    const NodeId node = find_live(shard, hash, key);
    if (node == no_node) {
      shard.miss(key);
      return false;
    }
    shard.hit(node);
    visit(shard.value(node));
    return true;
  }

  bool has(std::string_view key) override {
    const Hash hash = hash_of(key);
    Shard& shard = shard_of(hash);
    const std::lock_guard lock(shard.lock);
    return find_live(shard, hash, key) != no_node;
  }

  bool has_tag(std::string_view key, std::string_view tag) override {
    const Hash hash = hash_of(key);
    Shard& shard = shard_of(hash);
    const std::lock_guard lock(shard.lock);
    const NodeId node = find_live(shard, hash, key);
    return node != no_node && shard.has_tag(node, tag);
  }

  void set(std::string_view key, CacheItem item) override {
    const std::uint64_t bytes = entry_bytes(key, item);
    if (limits_.max_bytes != 0 && bytes > limits_.max_bytes) throw too_large_for_cache(bytes, limits_.max_bytes);
    const std::int64_t ends = item.ttl ? keys::ends_at(clock_.now_ms(), *item.ttl) : no_end;
    const Hash hash = hash_of(key);
    Shard& shard = shard_of(hash);
    while (!try_set(shard, hash, key, item, bytes, ends)) std::this_thread::yield();
  }

  bool remove(std::string_view key) override {
    const Hash hash = hash_of(key);
    Shard& shard = shard_of(hash);
    const std::lock_guard lock(shard.lock);
    const NodeId node = find_live(shard, hash, key);
    if (node == no_node) return false;
    erase(shard, node, Shard::Why::removed);
    return true;
  }

  void range(const Range& range, const Visitor& visit) override {
    std::vector<Entry> entries;
    if (range.pattern.is_literal()) {
      add_one(range, entries);
    } else {
      add_matching(range, entries);
    }
    for (const Entry& entry : entries) {
      if (!visit(entry)) return;
    }
  }

  std::size_t remove_matching(const Glob& pattern) override {
    return remove_if([&pattern](Shard& shard) {
      std::vector<NodeId> found;
      shard.each([&](NodeId node, const std::string& key, std::int64_t) {
        if (pattern.matches(key)) found.push_back(node);
      });
      return found;
    });
  }
  std::size_t remove_tagged(std::string_view tag, std::string_view prefix) override {
    return remove_if([tag, prefix](Shard& shard) { return shard.tagged(tag, prefix); });
  }

  std::vector<std::string> tags(std::string_view prefix) override {
    std::vector<std::string> all;
    const std::int64_t now = clock_.now_ms();
    for (Shard& shard : shards_) {
      const std::lock_guard lock(shard.lock);
      shard.each([&](NodeId node, const std::string& key, std::int64_t ends) {
        if (ends <= now || !key.starts_with(prefix)) return;
        for (std::string& tag : shard.tags_of(node)) all.push_back(std::move(tag));
      });
    }
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
  }

  std::size_t collect() override {
    std::size_t removed = 0;
    const std::int64_t now = clock_.now_ms();
    for (Shard& shard : shards_) {
      const std::lock_guard lock(shard.lock);
      removed += drop_expired(shard, now);
    }
    return removed;
  }

  CacheStats stats(const std::string* scope) override {
    collect();
    ScopeCounters sum;
    for (Shard& shard : shards_) {
      const std::lock_guard lock(shard.lock);
      if (!scope) {
        sum += shard.scopes().total();
      } else if (const ScopeCounters* counters = shard.scopes().find(*scope)) {
        sum += *counters;
      }
    }
    return {sum.hits, sum.misses, sum.evictions, sum.expirations, sum.size, sum.bytes, limits_, name()};
  }

  void reset_stats(const std::string* scope) override {
    for (Shard& shard : shards_) {
      const std::lock_guard lock(shard.lock);
      if (!scope) {
        shard.scopes().reset();
      } else if (ScopeCounters* counters = shard.scopes().find(*scope)) {
        counters->reset();
      }
    }
  }

 private:
  using Hash = std::uint64_t;
  Hash hash_of(std::string_view key) const { return hash_text(key, seed_); }
  Shard& shard_of(Hash hash) { return shards_[hash >> (64 - shard_bits)]; }
  static std::uint32_t in_shard(Hash hash) { return static_cast<std::uint32_t>(hash); }

  /// An expired entry that is met is removed. The clock is asked only if there is an end.
  NodeId find_live(Shard& shard, Hash hash, std::string_view key) {
    const NodeId node = shard.find(in_shard(hash), key);
    if (node == no_node || !shard.has_end(node) || !shard.is_expired(node, clock_.now_ms())) return node;
    erase(shard, node, Shard::Why::expired);
    return no_node;
  }

  void erase(Shard& shard, NodeId node, Shard::Why why) {
    room_.give_bytes(shard.erase(node, why));
    room_.give_place();
  }

  std::size_t drop_expired(Shard& shard, std::int64_t now, NodeId spared = no_node) {
    std::size_t dropped = 0;
    for (;; ++dropped) {
      const NodeId node = shard.first_expired(now);
      if (node == no_node || node == spared) return dropped;
      erase(shard, node, Shard::Why::expired);
    }
  }

  // ---- set

  /// False if another shard's lock was held: begin again.
  bool try_set(Shard& shard, Hash hash, std::string_view key, CacheItem& item, std::uint64_t bytes, std::int64_t ends) {
    const std::lock_guard lock(shard.lock);
    const NodeId node = find_live(shard, hash, key);
    if (node == no_node) {
      if (!make_room(shard, no_node, true, bytes)) return false;
      shard.insert(in_shard(hash), key, std::move(item), bytes, ends);
      return true;
    }
    const std::uint64_t before = shard.bytes(node);
    // An entry that grows is used now and spared: it cannot be its own victim.
    if (bytes > before && !make_room(shard, node, false, bytes - before)) return false;
    shard.replace(node, std::move(item), bytes, ends);
    if (bytes < before) room_.give_bytes(before - bytes);
    return true;
  }

  /// Takes a place, if one is asked for, and bytes. False, and nothing is taken, if another shard's lock was held.
  bool make_room(Shard& own, NodeId spared, bool needs_place, std::uint64_t bytes) {
    bool has_place = !needs_place || room_.take_place();
    if (has_place && room_.take_bytes(bytes)) return true;
    if (spared != no_node) own.use(spared);
    bool goes_on = drop_expired_elsewhere(own, spared);
    while (goes_on) {
      if (!has_place) has_place = room_.take_place();
      if (has_place && room_.take_bytes(bytes)) return true;
      goes_on = evict_one(own, spared, has_place);
    }
    if (needs_place && has_place) room_.give_place();
    return false;
  }

  /// What has ended makes room before what has not. False if a lock was held.
  bool drop_expired_elsewhere(Shard& own, NodeId spared) {
    std::int64_t now = 0;
    for (std::size_t i = 0; i < shard_count; ++i) {
      const std::int64_t first_end = first_ends_[i].load(std::memory_order_relaxed);
      if (first_end == no_end) continue;
      if (now == 0) now = clock_.now_ms();
      if (first_end > now) continue;
      Shard& shard = shards_[i];
      if (&shard == &own) {
        drop_expired(shard, now, spared);
        continue;
      }
      if (!shard.lock.try_lock()) return false;
      const std::lock_guard lock(shard.lock, std::adopt_lock);
      drop_expired(shard, now);
    }
    return true;
  }

  struct Oldest {
    std::size_t shard = 0;
    std::uint64_t moment = no_moment;
    std::uint64_t next = no_moment;  ///< the first of all others
  };
  Oldest find_oldest() const {
    Oldest oldest;
    for (std::size_t i = 0; i < shard_count; ++i) {
      const std::uint64_t moment = candidates_[i].load(std::memory_order_relaxed);
      if (moment < oldest.moment) {
        oldest = {i, moment, oldest.moment};
      } else if (moment < oldest.next) {
        oldest.next = moment;
      }
    }
    return oldest;
  }

  /// The victim's place is the caller's, unless it has one. False if a lock was held. May have found no victim yet: the
  /// caller looks at the room again.
  bool evict_one(Shard& own, NodeId spared, bool& has_place) {
    const Oldest oldest = find_oldest();
    if (oldest.moment == no_moment) return rewind(own);
    Shard& shard = shards_[oldest.shard];
    std::uint64_t freed = 0;
    if (&shard == &own) {
      freed = shard.evict(oldest.next, spared);
    } else {
      if (!shard.lock.try_lock()) return false;
      const std::lock_guard lock(shard.lock, std::adopt_lock);
      freed = shard.evict(oldest.next, no_node);
    }
    if (freed == 0) return true;
    room_.give_bytes(freed);
    if (std::exchange(has_place, true)) room_.give_place();
    // The hand that has passed the newest entry begins again at the oldest, before a newer one comes.
    const bool is_at_end = limits_.policy == CachePolicy::sieve && find_oldest().moment == no_moment;
    return !is_at_end || rewind(own);
  }

  bool rewind(Shard& own) {
    if (limits_.policy == CachePolicy::lru) return true;
    for (Shard& shard : shards_) {
      if (&shard == &own) {
        shard.rewind();
        continue;
      }
      if (!shard.lock.try_lock()) return false;
      const std::lock_guard lock(shard.lock, std::adopt_lock);
      shard.rewind();
    }
    return true;
  }

  // ---- many at once

  template <class Find>
  std::size_t remove_if(Find find) {
    std::size_t removed = 0;
    const std::int64_t now = clock_.now_ms();
    for (Shard& shard : shards_) {
      const std::lock_guard lock(shard.lock);
      for (const NodeId node : find(shard)) {
        const bool is_expired = shard.is_expired(node, now);
        erase(shard, node, is_expired ? Shard::Why::expired : Shard::Why::removed);
        removed += !is_expired;
      }
    }
    return removed;
  }

  static Entry entry_of(Shard& shard, NodeId node, std::string_view key, std::int64_t ends, bool with_value) {
    return {std::string(key), with_value ? shard.value(node) : Value(),
            ends == no_end ? std::nullopt : std::optional(ends)};
  }

  void add_one(const Range& range, std::vector<Entry>& entries) {
    const std::string& key = range.pattern.prefix();
    if (key <= range.after) return;
    const Hash hash = hash_of(key);
    Shard& shard = shard_of(hash);
    const std::lock_guard lock(shard.lock);
    const NodeId node = find_live(shard, hash, key);
    if (node != no_node) entries.push_back(entry_of(shard, node, key, shard.ends(node), range.with_values));
  }

  void add_matching(const Range& range, std::vector<Entry>& entries) {
    const std::int64_t now = clock_.now_ms();
    for (Shard& shard : shards_) {
      const std::lock_guard lock(shard.lock);
      shard.each([&](NodeId node, const std::string& key, std::int64_t ends) {
        if (ends <= now || key <= range.after || !range.pattern.matches(key)) return;
        entries.push_back(entry_of(shard, node, key, ends, range.with_values));
      });
    }
    std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) { return a.key < b.key; });
  }

  const CacheLimits limits_;
  const Clock& clock_;
  const std::uint64_t seed_;
  Room room_;
  // What shards publish, side by side: to look for the next victim is to read two cache lines.
  alignas(64) std::array<std::atomic<std::uint64_t>, shard_count> candidates_;
  alignas(64) std::array<std::atomic<std::int64_t>, shard_count> first_ends_;
  std::array<Shard, shard_count> shards_;
};

}  // namespace

std::shared_ptr<CacheBackend> memory_cache(const CacheLimits& limits, const Clock& clock) {
  return std::make_shared<MemoryCache>(limits, clock);
}

}  // namespace objectos
