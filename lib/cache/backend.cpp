// What CacheBackend does for backends that bring no better way of their own.
#include <charconv>

#include "objectos/cache.hpp"
#include "objectos/json.hpp"

namespace objectos {
namespace {

std::vector<std::string> keys_of(CacheBackend& backend, const Glob& pattern) {
  std::vector<std::string> keys;
  backend.range({pattern, {}, false}, [&keys](const Entry& entry) {
    keys.push_back(entry.key);
    return true;
  });
  return keys;
}

}  // namespace

std::string_view policy_name(CachePolicy policy) noexcept {
  return policy == CachePolicy::lru ? "lru" : "sieve";
}

void append_cache_stats_json(std::string& out, const CacheStats& stats) {
  const auto limit = [](std::uint64_t most) { return most == 0 ? "null" : std::to_string(most); };
  char digits[32];
  const std::string_view rate(
      digits,
      static_cast<std::size_t>(std::to_chars(digits, std::end(digits), stats.hit_rate()).ptr - digits));
  out.append("{\"hits\":")
      .append(std::to_string(stats.hits))
      .append(",\"misses\":")
      .append(std::to_string(stats.misses));
  out.append(",\"hit_rate\":").append(rate).append(",\"size\":").append(std::to_string(stats.size));
  out.append(",\"bytes\":")
      .append(std::to_string(stats.bytes))
      .append(",\"evictions\":")
      .append(std::to_string(stats.evictions));
  out.append(",\"expirations\":").append(std::to_string(stats.expirations));
  out.append(",\"max_size\":")
      .append(limit(stats.limits.max_size))
      .append(",\"max_bytes\":")
      .append(limit(stats.limits.max_bytes));
  out.append(",\"policy\":").append(json::quoted(policy_name(stats.limits.policy)));
  out.append(",\"backend\":").append(json::quoted(stats.backend)).append("}");
}

CacheBackend::~CacheBackend() = default;

bool CacheBackend::has(std::string_view key) {
  bool found = false;
  range({Glob(Glob::escape(key)), {}, false}, [&found](const Entry&) {
    found = true;
    return false;
  });
  return found;
}

std::size_t CacheBackend::remove_matching(const Glob& pattern) {
  std::size_t removed = 0;
  for (const std::string& key : keys_of(*this, pattern)) removed += remove(key);
  return removed;
}

std::size_t CacheBackend::remove_tagged(std::string_view tag, std::string_view prefix) {
  std::size_t removed = 0;
  for (const std::string& key : keys_of(*this, Glob(Glob::escape(prefix) + "*"))) {
    if (has_tag(key, tag)) removed += remove(key);
  }
  return removed;
}

std::vector<std::string> CacheBackend::tags(std::string_view) {
  return {};
}

std::size_t CacheBackend::collect() {
  return 0;
}

std::int64_t CacheBackend::now_ms() const {
  return Clock::system().now_ms();
}

}  // namespace objectos
