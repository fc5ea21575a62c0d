// A table of entries by key: what is added is never removed, and a copy is a copy of two arrays.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "core/hash.hpp"

namespace objectos::i18n {

/// `Entry` has a member `key`, a view that outlives the table. Open addressing, at most half full.
template <class Entry>
class KeyTable {
 public:
  const Entry* find(std::string_view key) const noexcept {
    if (slots_.empty()) return nullptr;
    const Slot* slot = &slots_[slot_of(key, hash_of(key))];
    return slot->index == 0 ? nullptr : &entries_[slot->index - 1];
  }
  /// The entry of that key, made if it is not there. `key` must outlive the table then.
  Entry& at(std::string_view key) {
    if (entries_.size() * 2 >= slots_.size()) grow();
    const std::uint32_t hash = hash_of(key);
    Slot& slot = slots_[slot_of(key, hash)];
    if (slot.index == 0) {
      entries_.push_back(Entry{.key = key});
      slot = {hash, static_cast<std::uint32_t>(entries_.size())};
    }
    return entries_[slot.index - 1];
  }
  void reserve(std::size_t more) { entries_.reserve(entries_.size() + more); }
  const std::vector<Entry>& entries() const noexcept { return entries_; }

 private:
  struct Slot {
    std::uint32_t hash = 0;
    std::uint32_t index = 0;  // 0: free
  };
  static constexpr std::uint64_t seed = 0x6f62'6a65'6374'6f73;

  static std::uint32_t hash_of(std::string_view key) noexcept {
    return static_cast<std::uint32_t>(hash_text(key, seed));
  }
  /// Where the key is, or the free slot where it would go.
  std::size_t slot_of(std::string_view key, std::uint32_t hash) const noexcept {
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = hash & mask;
    while (slots_[at].index != 0 && (slots_[at].hash != hash || entries_[slots_[at].index - 1].key != key))
      at = (at + 1) & mask;
    return at;
  }
  void grow() {
    std::vector<Slot> old(slots_.empty() ? 64 : slots_.size() * 2);
    old.swap(slots_);
    const std::size_t mask = slots_.size() - 1;
    for (const Slot& slot : old) {
      if (slot.index == 0) continue;
      std::size_t at = slot.hash & mask;
      while (slots_[at].index != 0) at = (at + 1) & mask;
      slots_[at] = slot;
    }
  }

  std::vector<Entry> entries_;
  std::vector<Slot> slots_;
};

}  // namespace objectos::i18n
