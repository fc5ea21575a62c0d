#include "cache/sieve_order.hpp"

#include "cache/sequence.hpp"

namespace objectos {

void SieveOrder::insert(Slab& slab, NodeId node) {
  if (node >= links_.size()) links_.resize(slab.size());
  links_[node] = {no_node, newest_, next_in_sequence()};
  (newest_ == no_node ? oldest_ : links_[newest_].newer) = node;
  newest_ = node;
  if (hand_ == no_node) hand_ = node;
  slab[node].mark = 0;
}

void SieveOrder::erase(NodeId node) {
  const Link link = links_[node];
  if (hand_ == node) hand_ = link.newer;
  (link.newer == no_node ? newest_ : links_[link.newer].older) = link.older;
  (link.older == no_node ? oldest_ : links_[link.older].newer) = link.newer;
}

NodeId SieveOrder::find_victim(Slab& slab, std::uint64_t bound, NodeId spared) {
  while (candidate() <= bound && hand_ != no_node) {
    if (slab[hand_].mark == 0 && hand_ != spared) return hand_;
    slab[hand_].mark = 0;
    hand_ = links_[hand_].newer;
    if (const NodeId next = upcoming(1); next != no_node) __builtin_prefetch(&slab[next]);
  }
  return no_node;
}

NodeId SieveOrder::upcoming(std::size_t i) const noexcept {
  NodeId node = hand_;
  for (; i > 0 && node != no_node; --i) node = links_[node].newer;
  return node;
}

}  // namespace objectos
