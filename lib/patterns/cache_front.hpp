// A cache in front of storage keys. Storage is the truth: what is found here is never older than the last
// change that forgot it, whichever process made it, if all of them use one cache.
#pragma once

#include <algorithm>
#include <optional>
#include <random>
#include <string>
#include <string_view>

#include "objectos/cache.hpp"
#include "objectos/error.hpp"
#include "objectos/log.hpp"

namespace objectos {

class CacheFront {
 public:
  /// Until then nothing is kept.
  void use(const Cache& cache, std::string_view scope, Millis ttl) {
    cache_.emplace(cache.scoped(scope));
    ttl_ = ttl;
  }
  bool is_used() const { return cache_.has_value(); }
  /// How long at most something is kept.
  Millis ttl() const { return is_used() ? ttl_ : Millis(0); }

  /// What is stored under the key; an inner nothing: known to be absent; an outer one: ask the storage. A
  /// cache that cannot be asked is passed by.
  std::optional<std::optional<std::string>> get(std::string_view key) {
    if (!cache_) return std::nullopt;
    try {
      const auto mark = cache_->get(key);
      if (!mark || !mark->is_bytes()) return std::nullopt;
      const auto kept = cache_->get(marked(key, mark->raw()));
      if (!kept) return std::nullopt;
      return kept->is_bytes() ? std::optional<std::string>() : kept->raw();
    } catch (const Error& error) {
      passed_by(error);
      return std::nullopt;
    }
  }

  /// What `read` finds in storage: JSON, or nothing. It is kept under a mark that was set before, and that forget()
  /// removes: what was read before a change is not found after it, even if this process is stopped, or killed, between
  /// any two steps.
  template <class Read>
  std::optional<std::string> keep(std::string_view key, std::string_view tag, Millis ttl, Read read) {
    const std::string mark = cache_ ? new_mark() : std::string();
    const CacheSetOptions options{.ttl = std::max(Millis(1), std::min(ttl, ttl_)), .tags = {std::string(tag)}};
    const bool is_marked = cache_ && set(key, Value::bytes(mark), options);
    std::optional<std::string> text = read();
    if (is_marked) set(marked(key, mark), text ? Value::trusted(*text) : Value::bytes({}), options);
    return text;
  }

  /// After a change. What it throws must be known: the cache may go on saying what was there before.
  void forget(std::string_view tag) {
    if (cache_) cache_->invalidate_tag(tag);
  }
  void forget_all() {
    if (cache_) cache_->clear();
  }

 private:
  /// The key under which something is kept while `mark` is the one under `key`.
  static std::string marked(std::string_view key, std::string_view mark) {
    return std::string(key).append("#").append(mark);
  }
  static std::string new_mark() {
    std::random_device random;
    return std::to_string(random()) + "-" + std::to_string(random());
  }
  bool set(std::string_view key, Value value, const CacheSetOptions& options) {
    try {
      cache_->set(key, std::move(value), options);
      return true;
    } catch (const Error& error) {
      passed_by(error);  // it may also be too large for the cache
      return false;
    }
  }
  static void passed_by(const Error& error) { Logger("cache").debug(error.what()); }

  std::optional<Cache> cache_;
  Millis ttl_{0};
};

}  // namespace objectos
