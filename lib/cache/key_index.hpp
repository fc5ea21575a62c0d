// Finds nodes by the hash of their keys: open addressing with linear probing, eight bytes a slot, so that a
// look-up mostly touches one cache line here and then only the node itself.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace objectos {

/// Number of a node in its slab.
using NodeId = std::uint32_t;
inline constexpr NodeId no_node = 0xFFFFFFFF;

class KeyIndex {
 public:
  KeyIndex() : slots_(16) {}

  /// The node with this hash for which `is_it(node)` holds; no_node if there is none.
  template <class IsIt>
  NodeId find(std::uint32_t hash, IsIt is_it) const {
    for (std::size_t i = hash & mask();; i = (i + 1) & mask()) {
      const Slot slot = slots_[i];
      if (slot.node == no_node) return no_node;
      if (slot.hash == hash && is_it(slot.node)) return slot.node;
    }
  }

  void prefetch(std::uint32_t hash) const { __builtin_prefetch(&slots_[hash & mask()]); }

  void insert(std::uint32_t hash, NodeId node) {
    if (++size_ > slots_.size() / 8 * 5) grow();
    place({hash, node});
  }

  /// `node` must be in it. What stands behind it moves up, so there are no tombstones.
  void erase(std::uint32_t hash, NodeId node) {
    std::size_t hole = hash & mask();
    while (slots_[hole].node != node) hole = (hole + 1) & mask();
    for (std::size_t i = (hole + 1) & mask(); slots_[i].node != no_node; i = (i + 1) & mask()) {
      const std::size_t way_from_home = (i - slots_[i].hash) & mask();
      if (way_from_home < ((i - hole) & mask())) continue;  // it would land before its home
      slots_[hole] = slots_[i];
      hole = i;
    }
    slots_[hole] = {};
    --size_;
  }

 private:
  struct Slot {
    std::uint32_t hash = 0;
    NodeId node = no_node;
  };
  std::size_t mask() const { return slots_.size() - 1; }
  void place(Slot slot) {
    std::size_t i = slot.hash & mask();
    while (slots_[i].node != no_node) i = (i + 1) & mask();
    slots_[i] = slot;
  }
  void grow() {
    const std::vector<Slot> old = std::exchange(slots_, std::vector<Slot>(slots_.size() * 2));
    for (const Slot slot : old) {
      if (slot.node != no_node) place(slot);
    }
  }

  std::vector<Slot> slots_;  // a power of two
  std::size_t size_ = 0;
};

}  // namespace objectos
