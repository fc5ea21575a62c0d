// Which entry was not used for the longest time, exactly, at the cost of one store for a use.
//
// A list that moves every used entry to its front writes to the entry and both its neighbours, and these are what a
// look-up then waits for. Here a use notes the moment in the entry. The queue still holds it under an earlier one; when
// that comes first, the entry is queued anew, under the moment of its last use.
#pragma once

#include <cstdint>
#include <deque>
#include <vector>

#include "cache/node.hpp"

namespace objectos {

class LruOrder {
 public:
  void insert(Slab& slab, NodeId node);
  void use(Slab& slab, NodeId node);
  void erase(Slab& slab, NodeId node);

  /// No entry was last used before this moment.
  std::uint64_t candidate() const noexcept;
  /// Takes out the least recently used entry, if that was not after `bound`; no_node if it was, or is `spared`.
  NodeId take_victim(Slab& slab, std::uint64_t bound, NodeId spared);
  /// Probably the next victims.
  NodeId upcoming(std::size_t i) const noexcept { return i < queue_.size() ? queue_[i].node : no_node; }

 private:
  struct Queued {
    std::uint64_t moment;
    NodeId node;
  };
  static bool is_later(const Queued& a, const Queued& b) noexcept { return a.moment > b.moment; }
  static bool is_dead(const Slab& slab, const Queued& queued) noexcept {
    return slab[queued.node].mark != queued.moment;
  }
  Queued pop();
  void drop_dead(const Slab& slab);

  std::deque<Queued> queue_;   // in the order of setting
  std::vector<Queued> again_;  // a heap: what was used since, by the moment of that use
  std::size_t dead_ = 0;       // queued, but removed since
};

}  // namespace objectos
