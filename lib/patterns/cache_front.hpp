// A cache in front of storage keys. Storage is the truth: what is kept here is never older than the last
// change that forgot it, whichever process made it, if all of them use one cache.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include "objectos/cache.hpp"
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
      const auto kept = cache_->get(key);
      if (!kept) return std::nullopt;
      return kept->is_bytes() ? std::optional<std::string>() : kept->raw();
    } catch (const Error& error) {
      passed_by(error);
      return std::nullopt;
    }
  }

  /// Keeps what was read from storage: JSON, or that nothing is there. Then reads it `again`: between the
  /// first reading and the keeping somebody may have changed it and forgotten it here in vain.
  template <class Again>
  void keep(std::string_view key, const std::optional<std::string>& text, std::string_view tag, Millis ttl,
            Again again) {
    if (!cache_) return;
    try {
      cache_->set(key, text ? Value::trusted(*text) : Value::bytes({}),
                  {.ttl = std::max(Millis(1), std::min(ttl, ttl_)), .tags = {std::string(tag)}});
    } catch (const Error& error) {
      return passed_by(error);  // it may also be too large for the cache
    }
    bool is_current = false;
    try {
      is_current = again() == text;
    } catch (const Error& error) {
      passed_by(error);  // the caller has what it asked for
    }
    if (!is_current) cache_->remove(key);
  }

  /// After a change. What it throws must be known: the cache may go on saying what was there before.
  void forget(std::string_view tag) {
    if (cache_) cache_->invalidate_tag(tag);
  }
  void forget_all() {
    if (cache_) cache_->clear();
  }

 private:
  static void passed_by(const Error& error) { Logger("cache").debug(error.what()); }

  std::optional<Cache> cache_;
  Millis ttl_{0};
};

}  // namespace objectos
