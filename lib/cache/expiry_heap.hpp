// The nodes of a slab that have an end, the earliest on top.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "cache/node.hpp"

namespace objectos {

/// A heap of four children a node. `position` is a callable that gives a reference to where a node notes its place in
/// the heap, so that any node can be taken out.
class ExpiryHeap {
 public:
  struct Item {
    std::int64_t ends;
    NodeId node;
  };
  bool empty() const noexcept { return items_.empty(); }
  const Item& top() const noexcept { return items_.front(); }

  template <class Position>
  void add(Item item, Position position) {
    items_.push_back(item);
    rise(items_.size() - 1, position);
  }

  template <class Position>
  void remove(std::size_t at, Position position) {
    const Item last = items_.back();
    items_.pop_back();
    if (at == items_.size()) return;
    items_[at] = last;
    rise(at, position);
    sink(position(last.node), position);
  }

 private:
  template <class Position>
  void rise(std::size_t at, Position position) {
    const Item item = items_[at];
    for (; at > 0 && item.ends < items_[(at - 1) / 4].ends; at = (at - 1) / 4) put(at, items_[(at - 1) / 4], position);
    put(at, item, position);
  }
  template <class Position>
  void sink(std::size_t at, Position position) {
    const Item item = items_[at];
    for (;;) {
      const std::size_t first = at * 4 + 1;
      if (first >= items_.size()) break;
      const auto begin = items_.begin() + static_cast<std::ptrdiff_t>(first);
      const auto end = items_.begin() + static_cast<std::ptrdiff_t>(std::min(first + 4, items_.size()));
      const auto child = std::min_element(begin, end, [](const Item& a, const Item& b) { return a.ends < b.ends; });
      if (child->ends >= item.ends) break;
      put(at, *child, position);
      at = static_cast<std::size_t>(child - items_.begin());
    }
    put(at, item, position);
  }
  template <class Position>
  void put(std::size_t at, Item item, Position position) {
    items_[at] = item;
    position(item.node) = static_cast<std::uint32_t>(at);
  }
  std::vector<Item> items_;
};

}  // namespace objectos
