#include "cache/shard.hpp"

#include <algorithm>
#include <utility>

namespace objectos {

void Shard::configure(CachePolicy policy, std::atomic<std::uint64_t>& candidate,
                      std::atomic<std::int64_t>& first_end) {
  policy_ = policy;
  candidate_ = &candidate;
  first_end_ = &first_end;
  candidate.store(no_moment);
  first_end.store(no_end);
}

bool Shard::has_tag(NodeId node, std::string_view tag) const {
  const auto& tags = nodes_[node].tags;
  return tags && std::binary_search(tags->begin(), tags->end(), tag);
}

std::vector<std::string> Shard::tags_of(NodeId node) const {
  return nodes_[node].tags ? *nodes_[node].tags : std::vector<std::string>();
}

void Shard::use(NodeId node) {
  policy_ == CachePolicy::lru ? lru_.use(nodes_, node) : sieve_.use(nodes_, node);
}

// ---- coming and going ------------------------------------------------------------------------------------------

NodeId Shard::take_node() {
  if (free_.empty()) {
    nodes_.emplace_back();
    return static_cast<NodeId>(nodes_.size() - 1);
  }
  const NodeId node = free_.back();
  free_.pop_back();
  return node;
}

void Shard::insert(std::uint32_t hash, std::string_view key, CacheItem&& item, std::uint64_t bytes,
                   std::int64_t ends) {
  const NodeId node = take_node();
  Node& entry = nodes_[node];
  entry.hash = hash;
  entry.key = key;
  entry.scope = scopes_.id_of_key(key);
  ++scopes_[entry.scope].size;
  index_.insert(hash, node);
  policy_ == CachePolicy::lru ? lru_.insert(nodes_, node) : sieve_.insert(nodes_, node);
  publish_candidate();
  fill(node, std::move(item), bytes, ends);
}

void Shard::replace(NodeId node, CacheItem&& item, std::uint64_t bytes, std::int64_t ends) {
  fill(node, std::move(item), bytes, ends);
  use(node);
}

void Shard::fill(NodeId node, CacheItem&& item, std::uint64_t bytes, std::int64_t ends) {
  Node& entry = nodes_[node];
  scopes_[entry.scope].bytes += bytes - entry.bytes;
  entry.bytes = bytes;
  entry.value = std::move(item.value);
  if (entry.tags || !item.tags.empty()) set_tags(node, std::move(item.tags));
  if (ends != entry.ends) set_end(node, ends);
}

std::uint64_t Shard::erase(NodeId node, Why why) {
  Node& entry = nodes_[node];
  ScopeCounters& counters = scopes_[entry.scope];
  const std::uint64_t bytes = entry.bytes;
  --counters.size;
  counters.bytes -= bytes;
  if (why == Why::evicted) ++counters.evictions;
  if (why == Why::expired) ++counters.expirations;
  index_.erase(entry.hash, node);
  policy_ == CachePolicy::lru ? lru_.erase(nodes_, node) : sieve_.erase(node);
  publish_candidate();
  if (entry.tags) set_tags(node, {});
  if (entry.ends != no_end) set_end(node, no_end);
  entry.bytes = 0;
  const Value gone = std::move(entry.value);  // with its memory, which an assignment would keep
  free_.push_back(node);
  return bytes;
}

void Shard::set_end(NodeId node, std::int64_t ends) {
  Node& entry = nodes_[node];
  if (entry.ends != no_end) expiry_.remove(entry.heap_place, heap_place());
  entry.ends = ends;
  if (ends != no_end) expiry_.add({ends, node}, heap_place());
  first_end_->store(expiry_.empty() ? no_end : expiry_.top().ends, std::memory_order_relaxed);
}

void Shard::set_tags(NodeId node, std::vector<std::string>&& tags) {
  Node& entry = nodes_[node];
  if (entry.tags) {
    for (const std::string& tag : *entry.tags) {
      const auto at = tags_.find(tag);
      at->second.erase(node);
      if (at->second.empty()) tags_.erase(at);
    }
    entry.tags.reset();
  }
  if (tags.empty()) return;
  for (const std::string& tag : tags) tags_[tag].insert(node);
  entry.tags = std::make_unique<std::vector<std::string>>(std::move(tags));
}

std::vector<NodeId> Shard::tagged(std::string_view tag, std::string_view prefix) const {
  std::vector<NodeId> found;
  const auto at = tags_.find(tag);
  if (at == tags_.end()) return found;
  for (const NodeId node : at->second) {
    if (nodes_[node].key.starts_with(prefix)) found.push_back(node);
  }
  return found;
}

// ---- the order -------------------------------------------------------------------------------------------------

void Shard::publish_candidate() {
  const std::uint64_t now = candidate();
  if (now != published_) candidate_->store(published_ = now, std::memory_order_relaxed);
}

/// The next victims have not been used for long: their memory is asked for an eviction or two ahead.
void Shard::prefetch_upcoming() const {
  const auto upcoming = [this](std::size_t i) { return policy_ == CachePolicy::lru ? lru_.upcoming(i) : sieve_.upcoming(i); };
  if (const NodeId next = upcoming(0); next != no_node) {
    index_.prefetch(nodes_[next].hash);
    __builtin_prefetch(nodes_[next].value.raw().data() - 16);  // the allocator's mark is in front
  }
  if (const NodeId second = upcoming(1); second != no_node) {
    __builtin_prefetch(&nodes_[second]);
    __builtin_prefetch(&nodes_[second].value);
  }
}

std::uint64_t Shard::evict(std::uint64_t bound, NodeId spared) {
  const NodeId victim = policy_ == CachePolicy::lru ? lru_.take_victim(nodes_, bound, spared)
                                                    : sieve_.find_victim(nodes_, bound, spared);
  if (victim == no_node) {
    publish_candidate();
    return 0;
  }
  const std::uint64_t bytes = erase(victim, Why::evicted);
  prefetch_upcoming();
  return bytes;
}

void Shard::rewind() {
  sieve_.rewind();
  publish_candidate();
}

}  // namespace objectos
