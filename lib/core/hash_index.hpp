// Finds numbered things by their hash: open addressing with linear probing, eight bytes a slot, so that a
// look-up mostly touches one cache line here and then only the thing itself.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace objectos {

class HashIndex {
 public:
  using Number = std::uint32_t;
  static constexpr Number none = 0xFFFFFFFF;

  HashIndex() : slots_(16) {}

  std::size_t size() const { return size_; }

  /// The one with this hash for which `is_it(number)` holds; none if there is none.
  template <class IsIt>
  Number find(std::uint32_t hash, IsIt is_it) const {
    for (std::size_t i = hash & mask();; i = (i + 1) & mask()) {
      const Slot slot = slots_[i];
      if (slot.number == none) return none;
      if (slot.hash == hash && is_it(slot.number)) return slot.number;
    }
  }

  void prefetch(std::uint32_t hash) const { __builtin_prefetch(&slots_[hash & mask()]); }

  void insert(std::uint32_t hash, Number number) {
    if (++size_ > slots_.size() / 8 * 5) grow();
    place({hash, number});
  }

  /// `number` must be in it. What stands behind it moves up, so there are no tombstones.
  void erase(std::uint32_t hash, Number number) {
    std::size_t hole = hash & mask();
    while (slots_[hole].number != number) hole = (hole + 1) & mask();
    for (std::size_t i = (hole + 1) & mask(); slots_[i].number != none; i = (i + 1) & mask()) {
      const std::size_t way_from_home = (i - slots_[i].hash) & mask();
      if (way_from_home < ((i - hole) & mask())) continue;  // it would land before its home
      slots_[hole] = slots_[i];
      hole = i;
    }
    slots_[hole] = {};
    --size_;
  }

  /// Empties it, and keeps no more room than an empty one has.
  void clear() {
    if (size_ == 0) return;
    size_ = 0;
    if (slots_.size() > 16) {
      slots_ = std::vector<Slot>(16);
    } else {
      std::fill(slots_.begin(), slots_.end(), Slot());
    }
  }

 private:
  struct Slot {
    std::uint32_t hash = 0;
    Number number = none;
  };
  std::size_t mask() const { return slots_.size() - 1; }
  void place(Slot slot) {
    std::size_t i = slot.hash & mask();
    while (slots_[i].number != none) i = (i + 1) & mask();
    slots_[i] = slot;
  }
  void grow() {
    const std::vector<Slot> old = std::exchange(slots_, std::vector<Slot>(slots_.size() * 2));
    for (const Slot slot : old) {
      if (slot.number != none) place(slot);
    }
  }

  std::vector<Slot> slots_;  // a power of two
  std::size_t size_ = 0;
};

}  // namespace objectos
