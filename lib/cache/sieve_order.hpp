// SIEVE (Zhang et al., NSDI 2024): entries in the order of setting; a hand goes from the oldest to the newest and takes
// the first that was not used since it passed last.
#pragma once

#include <cstdint>
#include <vector>

#include "cache/node.hpp"

namespace objectos {

/// A shard's part of the order. The hand is that of all shards together: here it stands on the first entry behind it.
class SieveOrder {
 public:
  void insert(Slab& slab, NodeId node);
  void use(Slab& slab, NodeId node) {
    if (slab[node].mark == 0) slab[node].mark = 1;  // mostly nothing is written
  }
  void erase(NodeId node);

  /// When the entry at the hand was set; no_moment if the hand has passed all.
  std::uint64_t candidate() const noexcept { return hand_ == no_node ? no_moment : links_[hand_].set; }
  /// Moves the hand on, not beyond `bound`, to an entry that was not used, but not to `spared`: this is the victim.
  /// no_node if there is none.
  NodeId find_victim(Slab& slab, std::uint64_t bound, NodeId spared);
  /// Puts the hand on the oldest entry.
  void rewind() noexcept { hand_ = oldest_; }
  NodeId upcoming(std::size_t i) const noexcept;

 private:
  struct Link {
    NodeId newer;
    NodeId older;
    std::uint64_t set;  // when
  };
  std::vector<Link> links_;  // by node
  NodeId newest_ = no_node;
  NodeId oldest_ = no_node;
  NodeId hand_ = no_node;
};

}  // namespace objectos
