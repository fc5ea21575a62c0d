#include "cache/lru_order.hpp"

#include <algorithm>

#include "cache/sequence.hpp"

namespace objectos {

void LruOrder::insert(Slab& slab, NodeId node) {
  const std::uint64_t now = next_in_sequence();
  slab[node].used = slab[node].mark = now;
  queue_.push_back({now, node});
}

void LruOrder::use(Slab& slab, NodeId node) {
  slab[node].used = next_in_sequence();
}

void LruOrder::erase(Slab& slab, NodeId node) {
  if (slab[node].mark == 0) return;  // taken out as a victim
  slab[node].mark = 0;
  const std::size_t queued = queue_.size() + again_.size();
  if (++dead_ > queued / 2 + 16) drop_dead(slab);
}

void LruOrder::drop_dead(const Slab& slab) {
  const auto is_dead_here = [&slab](const Queued& queued) { return is_dead(slab, queued); };
  std::erase_if(queue_, is_dead_here);
  std::erase_if(again_, is_dead_here);
  std::make_heap(again_.begin(), again_.end(), is_later);
  dead_ = 0;
}

std::uint64_t LruOrder::candidate() const noexcept {
  const std::uint64_t first = queue_.empty() ? no_moment : queue_.front().moment;
  return again_.empty() ? first : std::min(first, again_.front().moment);
}

LruOrder::Queued LruOrder::pop() {
  if (again_.empty() || (!queue_.empty() && queue_.front().moment < again_.front().moment)) {
    const Queued first = queue_.front();
    queue_.pop_front();
    return first;
  }
  std::pop_heap(again_.begin(), again_.end(), is_later);
  const Queued first = again_.back();
  again_.pop_back();
  return first;
}

NodeId LruOrder::take_victim(Slab& slab, std::uint64_t bound, NodeId spared) {
  while (candidate() <= bound && candidate() != no_moment) {
    const Queued first = pop();
    if (is_dead(slab, first)) {
      --dead_;
      continue;
    }
    Node& node = slab[first.node];
    if (node.used == first.moment && first.node != spared) {
      node.mark = 0;
      return first.node;
    }
    node.mark = node.used;
    again_.push_back({node.used, first.node});
    std::push_heap(again_.begin(), again_.end(), is_later);
    if (node.used == first.moment) return no_node;  // the spared one is the last that is left
  }
  return no_node;
}

}  // namespace objectos
