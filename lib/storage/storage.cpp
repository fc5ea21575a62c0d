#include "objectos/storage.hpp"

#include <algorithm>

#include "core/keys.hpp"
#include "objectos/error.hpp"
#include "storage/step.hpp"

namespace objectos {
namespace {

void check_expiry(const Expiry& expiry) {
  if (expiry.kind == Expiry::Kind::after) keys::check_ttl(Millis(expiry.ms));
}

void check_put(const Put& put) {
  keys::check_value(put.value);
  check_expiry(put.expiry);
}

constexpr std::size_t page_keys = 1000;

}  // namespace

bool is_reserved(std::string_view key) noexcept {
  return std::any_of(std::begin(reserved_scopes), std::end(reserved_scopes), [key](std::string_view scope) {
    return key.size() > scope.size() && key[scope.size()] == ':' && key.substr(0, scope.size()) == scope;
  });
}

Storage::Storage(std::shared_ptr<StorageBackend> backend, std::string scope)
    : backend_(std::move(backend)), scope_(std::move(scope)) {
  if (!scope_.empty()) keys::check_scope(scope_);
}

Storage Storage::scoped(std::string_view name) const {
  keys::check_scope(name, scope_);
  return Storage(backend_, std::string(name));
}

void Storage::check_key(std::string_view key) const {
  keys::check(key, scope_);
}

std::string Storage::stored_key(std::string_view key) const {
  check_key(key);
  std::string stored;
  stored.reserve(scope_.size() + 1 + key.size());
  if (!scope_.empty()) stored.append(scope_).push_back(':');
  stored.append(key);
  return stored;
}

Range Storage::scoped_range(const Range& range) const {
  return keys::in_scope(range, scope_);
}

std::optional<Value> Storage::get(std::string_view key) const {
  auto found = backend_->get(stored_key(key), {.expiry = false});
  return found ? std::optional(std::move(found->value)) : std::nullopt;
}

std::optional<Entry> Storage::entry(std::string_view key) const {
  auto found = backend_->get(stored_key(key), {});
  if (found) found->key = key;
  return found;
}

bool Storage::has(std::string_view key) const {
  return backend_->get(stored_key(key), {.value = false, .expiry = false}).has_value();
}

void Storage::set(std::string_view key, Value value, const SetOptions& options) {
  Put put{.value = std::move(value), .expiry = {}, .equals = {}};
  if (options.ttl) put.expiry = Expiry::after(*options.ttl);
  if (options.keep_ttl) put.expiry = Expiry::keep();
  this->put(key, std::move(put));
}

Outcome Storage::put(std::string_view key, Put put) {
  check_put(put);
  return backend_->apply(stored_key(key), std::move(put));
}

bool Storage::update(std::string_view key, Update::Change change) {
  return backend_->apply(stored_key(key), Update{std::move(change)}).applied;
}

Operation Storage::operation(std::string_view key, Action action) const {
  if (const auto* put = std::get_if<Put>(&action)) check_put(*put);
  if (const auto* fenced = std::get_if<FencedPut>(&action)) check_put(fenced->put);
  if (const auto* increment = std::get_if<Increment>(&action); increment && increment->ttl_if_created)
    keys::check_ttl(*increment->ttl_if_created);
  if (const auto* expire = std::get_if<Expire>(&action)) check_expiry(expire->expiry);
  return {stored_key(key), std::move(action), 0, {}, nullptr};
}

Outcome Storage::run(Operation operation) const {
  return objectos::run(*backend_, operation.key, std::move(operation.action));
}

std::size_t Storage::run_on(const std::vector<std::string>& keys, const Action& action) {
  std::size_t applied = 0;
  const auto pipeline = backend_->pipeline([&applied](Operation& done) {
    if (done.error) throw *done.error;
    applied += done.outcome.applied;
  });
  for (const std::string& key : keys) pipeline->add(operation(key, action));
  pipeline->drain();
  return applied;
}

bool Storage::remove(std::string_view key) {
  return backend_->erase(stored_key(key));
}

std::size_t Storage::remove_matching(const Glob& pattern) {
  return remove_range(scoped_range({pattern, {}, false}), [](std::string_view) { return true; });
}

/// Page by page: the visitor must not call the backend, and a million keys need not be held at once. A backend
/// without transactions has to look at every key for every page.
template <class Wanted>
std::size_t Storage::remove_range(Range range, Wanted wanted) {
  if (backend_->is_transactional()) {
    bool is_empty = true;
    backend_->range(range, [&is_empty](const Entry&) { return is_empty = false; });
    if (is_empty) return 0;  // nothing to lock, and no database to create
  }
  const auto group = backend_->begin(Access::write);
  std::size_t removed = 0;
  const auto pipeline = backend_->pipeline([&removed](Operation& done) {
    if (done.error) throw *done.error;
    removed += done.outcome.applied;
  });
  const std::size_t page_size = backend_->is_transactional() ? page_keys : std::size_t(-1);
  for (std::vector<std::string> page;; page.clear()) {
    backend_->range(range, [&page, page_size](const Entry& entry) {
      page.push_back(entry.key);
      return page.size() < page_size;
    });
    const bool is_last = page.size() < page_size;
    if (!is_last) range.after = page.back();
    for (std::string& key : page) {
      if (wanted(key)) pipeline->add({std::move(key), Erase{}, 0, {}, nullptr});
    }
    pipeline->drain();
    if (is_last) break;
  }
  group->commit();
  return removed;
}

Value Storage::increment(std::string_view key, std::int64_t by, std::optional<Millis> ttl) {
  if (ttl) keys::check_ttl(*ttl);
  return *backend_->apply(stored_key(key), Increment{by, ttl}).value;
}

Value Storage::increment(std::string_view key, double by, std::optional<Millis> ttl) {
  if (ttl) keys::check_ttl(*ttl);
  return *backend_->apply(stored_key(key), Increment{by, ttl}).value;
}

std::optional<std::optional<std::int64_t>> Storage::ttl(std::string_view key) const {
  const auto found = backend_->get(stored_key(key), {.value = false});
  if (!found) return std::nullopt;
  if (!found->expires_at) return std::optional<std::int64_t>();
  return std::max<std::int64_t>(1, *found->expires_at - backend_->now_ms());
}

bool Storage::expire(std::string_view key, Millis ttl) {
  keys::check_ttl(ttl);
  return backend_->apply(stored_key(key), Expire{Expiry::after(ttl)}).applied;
}

bool Storage::persist(std::string_view key) {
  return backend_->apply(stored_key(key), Expire{Expiry::never()}).applied;
}

std::vector<std::string> Storage::keys(const Glob& pattern) const {
  std::vector<std::string> keys;
  each({pattern, {}, false}, [&keys](const Entry& entry) {
    keys.push_back(entry.key);
    return true;
  });
  return keys;
}

std::size_t Storage::count(const Glob& pattern) const {
  std::size_t count = 0;
  backend_->range(scoped_range({pattern, {}, false}), [&count](const Entry&) {
    ++count;
    return true;
  });
  return count;
}

void Storage::each(const Range& range, const Visitor& visit) const {
  if (scope_.empty()) return backend_->range(range, visit);
  backend_->range(scoped_range(range), [this, &visit](const Entry& entry) {
    return visit({entry.key.substr(scope_.size() + 1), entry.value, entry.expires_at});
  });
}

std::vector<std::pair<std::string, std::size_t>> Storage::scopes() const {
  std::vector<std::pair<std::string, std::size_t>> scopes;
  backend_->range({Glob("*:*"), {}, false}, [&scopes](const Entry& entry) {
    const std::string_view scope = std::string_view(entry.key).substr(0, entry.key.find(':'));
    if (scope.empty()) return true;
    // "a-b:x" sorts before "a:x": a scope's keys stand together, the scopes need not be sorted.
    if (scopes.empty() || scopes.back().first != scope) scopes.emplace_back(scope, 0);
    ++scopes.back().second;
    return true;
  });
  std::sort(scopes.begin(), scopes.end());
  return scopes;
}

std::vector<std::string> Storage::keys_to_clear() const {
  std::vector<std::string> keys = this->keys();
  if (scope_.empty()) std::erase_if(keys, is_reserved);
  return keys;
}

std::size_t Storage::clear() {
  if (!scope_.empty()) return remove_matching(Glob());
  return remove_range({Glob(), {}, false}, [](std::string_view key) { return !is_reserved(key); });
}

}  // namespace objectos
