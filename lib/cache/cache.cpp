#include "objectos/cache.hpp"

#include <algorithm>
#include <cstring>

#include "cache/flights.hpp"
#include "core/keys.hpp"
#include "objectos/error.hpp"

namespace objectos {
namespace {

/// A key as the backend knows it, checked. Without a scope it is the caller's own text.
class StoredKey {
 public:
  StoredKey(std::string_view key, const std::string& scope) {
    keys::check(key, scope);
    if (scope.empty()) {
      view_ = key;
      return;
    }
    std::memcpy(buffer_, scope.data(), scope.size());
    buffer_[scope.size()] = ':';
    std::memcpy(buffer_ + scope.size() + 1, key.data(), key.size());
    view_ = {buffer_, scope.size() + 1 + key.size()};
  }
  StoredKey(const StoredKey&) = delete;
  StoredKey& operator=(const StoredKey&) = delete;
  operator std::string_view() const noexcept { return view_; }

 private:
  char buffer_[max_key_bytes];
  std::string_view view_;
};

void check_tag(std::string_view tag) {
  try {
    keys::check(tag, {});
  } catch (const Error& error) {
    throw error.at("tag");
  }
}

std::vector<std::string> checked_tags(std::vector<std::string> tags) {
  for (const std::string& tag : tags) check_tag(tag);
  std::sort(tags.begin(), tags.end());
  tags.erase(std::unique(tags.begin(), tags.end()), tags.end());
  return tags;
}

/// Neither counts nor is it a use of the entry.
std::optional<Value> peek(CacheBackend& backend, const std::string& stored) {
  std::optional<Value> found;
  backend.range({Glob(Glob::escape(stored)), {}, true}, [&found](const Entry& entry) {
    found = entry.value;
    return false;
  });
  return found;
}

}  // namespace

struct Cache::Shared {
  std::shared_ptr<CacheBackend> backend;
  std::optional<Millis> default_ttl;
  Flights flights;
};

Cache::Cache(std::shared_ptr<CacheBackend> backend, std::optional<Millis> default_ttl)
    : shared_(std::make_shared<Shared>()) {
  if (default_ttl) keys::check_ttl(*default_ttl);
  shared_->backend = std::move(backend);
  shared_->default_ttl = default_ttl;
}
Cache::Cache(std::shared_ptr<Shared> shared, std::string scope)
    : shared_(std::move(shared)), scope_(std::move(scope)) {}
Cache::Cache(const Cache&) = default;
Cache& Cache::operator=(const Cache&) = default;
Cache::~Cache() = default;

Cache Cache::scoped(std::string_view name) const {
  keys::check_scope(name, scope_);
  return Cache(shared_, std::string(name));
}

CacheBackend& Cache::backend() const noexcept {
  return *shared_->backend;
}

void Cache::check_key(std::string_view key) const {
  keys::check(key, scope_);
}

bool Cache::look_up(std::string_view key, ValueVisitor visit) {
  return shared_->backend->get(StoredKey(key, scope_), visit);
}

std::optional<Value> Cache::get(std::string_view key) {
  std::optional<Value> found;
  look_up(key, [&found](const Value& value) { found = value; });
  return found;
}

bool Cache::has(std::string_view key) {
  return shared_->backend->has(StoredKey(key, scope_));
}

void Cache::set(std::string_view key, Value value, const CacheSetOptions& options) {
  const StoredKey stored(key, scope_);
  keys::check_value(value);
  if (options.ttl) keys::check_ttl(*options.ttl);
  CacheItem item{std::move(value), options.ttl ? options.ttl : shared_->default_ttl, {}};
  if (!options.tags.empty()) item.tags = checked_tags(options.tags);
  shared_->backend->set(stored, std::move(item));
}

bool Cache::remove(std::string_view key) {
  return shared_->backend->remove(StoredKey(key, scope_));
}

Value Cache::get_or_compute(std::string_view key, const std::function<Value()>& compute,
                            const CacheSetOptions& options) {
  if (auto found = get(key)) return std::move(*found);
  const std::string stored(StoredKey(key, scope_));
  return shared_->flights.join(stored, [&] {
    if (auto found = peek(*shared_->backend, stored)) return std::move(*found);  // computed since we looked
    Value value = compute();
    try {
      set(key, value, options);
    } catch (const Error& error) {
      if (error.code() != Errc::data) throw;  // too large for the cache: it is still the answer
    }
    return value;
  });
}

std::size_t Cache::invalidate_tag(std::string_view tag) {
  check_tag(tag);
  return shared_->backend->remove_tagged(tag, keys::scope_prefix(scope_));
}

std::size_t Cache::invalidate_matching(const Glob& pattern) {
  return shared_->backend->remove_matching(keys::in_scope({pattern, {}, false}, scope_).pattern);
}

std::vector<std::string> Cache::keys(const Glob& pattern) const {
  std::vector<std::string> found;
  each({pattern, {}, false}, [&found](const Entry& entry) {
    found.push_back(entry.key);
    return true;
  });
  return found;
}

std::size_t Cache::count(const Glob& pattern) const {
  std::size_t count = 0;
  shared_->backend->range(keys::in_scope({pattern, {}, false}, scope_), [&count](const Entry&) {
    ++count;
    return true;
  });
  return count;
}

void Cache::each(const Range& range, const Visitor& visit) const {
  if (scope_.empty()) return shared_->backend->range(range, visit);
  shared_->backend->range(keys::in_scope(range, scope_), [this, &visit](const Entry& entry) {
    return visit({entry.key.substr(scope_.size() + 1), entry.value, entry.expires_at});
  });
}

std::vector<std::string> Cache::tags() const {
  return shared_->backend->tags(keys::scope_prefix(scope_));
}

CacheStats Cache::stats() const {
  return shared_->backend->stats(scope_or_all());
}

void Cache::reset_stats() {
  shared_->backend->reset_stats(scope_or_all());
}

std::size_t Cache::collect() {
  return shared_->backend->collect();
}

}  // namespace objectos
