// Counters for each scope, in this process.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/keys.hpp"

namespace objectos {

struct ScopeCounters {
  std::uint64_t hits = 0, misses = 0, evictions = 0, expirations = 0;
  std::uint64_t size = 0, bytes = 0;  // of what is stored

  ScopeCounters& operator+=(const ScopeCounters& other) {
    hits += other.hits;
    misses += other.misses;
    evictions += other.evictions;
    expirations += other.expirations;
    size += other.size;
    bytes += other.bytes;
    return *this;
  }
  void reset() { hits = misses = evictions = expirations = 0; }
};

/// Not thread safe. Keys may have any number of scopes: from some thousands on, those without entries are forgotten,
/// and what was counted there is in the total only.
class ScopeTable {
 public:
  using Id = std::uint32_t;

  /// Of the scope that a stored key is in; a new one is taken in. Keys without a scope cost no look-up.
  Id id_of_key(std::string_view key) {
    const auto colon = key.find(':');
    if (colon == key.npos || colon == 0) return 0;
    const std::string_view scope = key.substr(0, colon);
    const auto at = ids_.find(scope);
    return at != ids_.end() ? at->second : add(scope);
  }
  ScopeCounters& operator[](Id id) { return counters_[id]; }

  /// Null if nothing is known of it.
  ScopeCounters* find(std::string_view scope) {
    if (scope.empty()) return &counters_[0];
    const auto at = ids_.find(scope);
    return at == ids_.end() ? nullptr : &counters_[at->second];
  }
  ScopeCounters total() const {
    ScopeCounters sum = forgotten_;
    for (const ScopeCounters& counters : counters_) sum += counters;
    return sum;
  }
  void reset() {
    forgotten_.reset();
    for (ScopeCounters& counters : counters_) counters.reset();
  }

 private:
  Id add(std::string_view scope) {
    if (ids_.size() >= limit_) forget_empty();
    Id id = static_cast<Id>(counters_.size());
    if (free_.empty()) {
      counters_.emplace_back();
    } else {
      id = free_.back();
      free_.pop_back();
    }
    ids_.emplace(scope, id);
    return id;
  }
  void forget_empty() {
    std::erase_if(ids_, [this](const auto& known) {
      ScopeCounters& counters = counters_[known.second];
      if (counters.size > 0) return false;
      forgotten_ += counters;
      counters = {};
      free_.push_back(known.second);
      return true;
    });
    limit_ = ids_.size() * 2 + 1024;
  }
  std::vector<ScopeCounters> counters_{1};  // the first is that of keys without a scope
  std::map<std::string, Id, std::less<>> ids_;
  std::vector<Id> free_;
  ScopeCounters forgotten_;
  std::size_t limit_ = 1024;
};

}  // namespace objectos
