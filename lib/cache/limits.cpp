#include "cache/limits.hpp"

namespace objectos {

std::uint64_t entry_bytes(std::string_view key, const CacheItem& item) noexcept {
  std::uint64_t bytes = key.size() + item.value.raw().size();
  for (const std::string& tag : item.tags) bytes += tag.size();
  return bytes;
}

Error too_large_for_cache(std::uint64_t bytes, std::uint64_t max_bytes) {
  return Error(Errc::data, Message("cache.too_large", "the entry has {{size}} bytes, more than the whole cache may hold",
                                   {{"size", bytes}}),
               Message("cache.too_large_hint", "cache.options.max_bytes is {{max}}", {{"max", max_bytes}}));
}

}  // namespace objectos
