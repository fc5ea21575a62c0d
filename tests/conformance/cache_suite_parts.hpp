// What the parts of the cache suite share.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cache_suite.hpp"
#include "objectos/error.hpp"
#include "thrown.hpp"

namespace conformance {

std::vector<CacheCase> cache_value_cases();
std::vector<CacheCase> cache_expiry_cases();
std::vector<CacheCase> cache_limit_cases();
std::vector<CacheCase> cache_statistics_cases();
std::vector<CacheCase> cache_sharing_cases();

/// A case called as its function, blanks for underscores.
#define CACHE_CASE(function, ...) named_cache_case(#function, function, CacheAbilities{__VA_ARGS__})
inline CacheCase named_cache_case(std::string name, void (*run)(CacheFixture&), CacheAbilities needs) {
  for (char& c : name) c = c == '_' ? ' ' : c;
  return {std::move(name), run, needs};
}

using objectos::Cache;
using objectos::CacheLimits;
using objectos::CachePolicy;
using objectos::CacheStats;
using objectos::Entry;
using objectos::Glob;
using objectos::Millis;
using objectos::Value;
using CacheKeys = std::vector<std::string>;

/// What `cache get` prints; "(miss)" if there is nothing.
inline std::string text_of(Cache& cache, std::string_view key) {
  const auto value = cache.get(key);
  return value ? value->text() : "(miss)";
}
inline void set(Cache& cache, std::string_view key, std::string_view text = "v") {
  cache.set(key, Value::string(text));
}

}  // namespace conformance
