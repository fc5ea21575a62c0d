// A part of the cache in this process: the entries whose hash says so, under one lock.
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <unordered_set>
#include <vector>

#include "cache/expiry_heap.hpp"
#include "cache/lru_order.hpp"
#include "cache/node.hpp"
#include "cache/scope_counters.hpp"
#include "cache/sieve_order.hpp"
#include "objectos/cache.hpp"

namespace objectos {

/// What it guards takes a tenth of a microsecond, so it spins; a holder that lost its processor is waited for by giving
/// way. A mutex of the system costs twice as much where nobody waits.
class ShardLock {
 public:
  void lock() noexcept {
    // At once, not after a look: the look would fetch the cache line twice from the other core.
    for (int i = 0; !try_lock(); ++i) {
      while (held_.load(std::memory_order_relaxed)) {
        if (++i < 100) {
          relax();
        } else {
          std::this_thread::yield();
        }
      }
    }
  }
  bool try_lock() noexcept { return !held_.exchange(true, std::memory_order_acquire); }
  void unlock() noexcept { held_.store(false, std::memory_order_release); }

 private:
  static void relax() noexcept {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#endif
  }
  std::atomic<bool> held_{false};
};

/// Everything but `lock` asks for it to be held.
class alignas(64) Shard {
 public:
  ShardLock lock;

  /// What others may read without the lock is published in these: the moment by which the next victim is chosen, or an
  /// earlier one; and the first end.
  void configure(CachePolicy policy, std::atomic<std::uint64_t>& candidate, std::atomic<std::int64_t>& first_end);

  NodeId find(std::uint32_t hash, std::string_view key) const {
    return index_.find(hash, [this, key](NodeId node) {
      __builtin_prefetch(&nodes_[node].value);  // with this hash it is almost surely the one
      return nodes_[node].key == key;
    });
  }
  bool is_expired(NodeId node, std::int64_t now) const { return nodes_[node].ends <= now; }
  bool has_end(NodeId node) const { return nodes_[node].ends != no_end; }
  const Value& value(NodeId node) const { return nodes_[node].value; }
  std::int64_t ends(NodeId node) const { return nodes_[node].ends; }
  std::uint64_t bytes(NodeId node) const { return nodes_[node].bytes; }
  bool has_tag(NodeId node, std::string_view tag) const;

  /// A look-up that found the entry, and one that did not.
  void hit(NodeId node) {
    ++scopes_[nodes_[node].scope].hits;
    use(node);
  }
  void use(NodeId node);
  void miss(std::string_view key) { ++scopes_[scopes_.id_of_key(key)].misses; }

  void insert(std::uint32_t hash, std::string_view key, CacheItem&& item, std::uint64_t bytes, std::int64_t ends);
  void replace(NodeId node, CacheItem&& item, std::uint64_t bytes, std::int64_t ends);

  enum class Why { removed, evicted, expired };
  /// Its bytes.
  std::uint64_t erase(NodeId node, Why why);

  /// Evicts what the policy says, but not `spared` and nothing that stands beyond `bound` in its order. The bytes that
  /// are free now, 0 if there is no victim.
  std::uint64_t evict(std::uint64_t bound, NodeId spared);
  /// sieve: puts the hand on the oldest entry.
  void rewind();
  /// The entry that ended first, if one has.
  NodeId first_expired(std::int64_t now) const {
    return expiry_.empty() || expiry_.top().ends > now ? no_node : expiry_.top().node;
  }

  /// Those with the tag and the prefix.
  std::vector<NodeId> tagged(std::string_view tag, std::string_view prefix) const;
  /// Calls `visit(node, key, ends)` for every entry.
  template <class Visit>
  void each(Visit visit) const {
    for (NodeId node = 0; node < nodes_.size(); ++node) {
      if (nodes_[node].bytes > 0) visit(node, nodes_[node].key, nodes_[node].ends);
    }
  }
  std::vector<std::string> tags_of(NodeId node) const;
  ScopeTable& scopes() { return scopes_; }

 private:
  NodeId take_node();
  void fill(NodeId node, CacheItem&& item, std::uint64_t bytes, std::int64_t ends);
  void set_end(NodeId node, std::int64_t ends);
  void set_tags(NodeId node, std::vector<std::string>&& tags);
  std::uint64_t candidate() const { return policy_ == CachePolicy::lru ? lru_.candidate() : sieve_.candidate(); }
  void publish_candidate();
  void prefetch_upcoming() const;
  auto heap_place() {
    return [this](NodeId node) -> std::uint32_t& { return nodes_[node].heap_place; };
  }

  CachePolicy policy_ = CachePolicy::lru;
  std::atomic<std::uint64_t>* candidate_ = nullptr;
  std::atomic<std::int64_t>* first_end_ = nullptr;
  std::uint64_t published_ = no_moment;  // as candidate
  HashIndex index_;
  Slab nodes_;
  std::vector<NodeId> free_;
  LruOrder lru_;      // one of them is used
  SieveOrder sieve_;
  ExpiryHeap expiry_;
  std::map<std::string, std::unordered_set<NodeId>, std::less<>> tags_;
  ScopeTable scopes_;
};

}  // namespace objectos
