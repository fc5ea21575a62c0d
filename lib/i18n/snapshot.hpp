// All that a look-up needs, as it was at one moment; and how readers get at it without waiting.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "i18n/catalog.hpp"
#include "i18n/locale_tag.hpp"
#include "objectos/i18n.hpp"

namespace objectos::i18n {

/// Where a key is looked for, in this order.
using Chain = std::vector<const Catalog*>;

/// Never changed once it is published.
class Snapshot {
 public:
  Snapshot(std::string locale, std::string fallback)
      : locale_(std::move(locale)), fallback_(std::move(fallback)) {
    link();
  }
  Snapshot(const Snapshot& other)
      : locale_(other.locale_),
        fallback_(other.fallback_),
        catalogs_(other.catalogs_),
        handler_(other.handler_) {}
  Snapshot& operator=(const Snapshot&) = delete;

  const std::string& locale() const noexcept { return locale_; }
  const std::shared_ptr<const MissingHandler>& handler() const noexcept { return handler_; }
  const Catalog* catalog(std::string_view locale) const noexcept;
  std::vector<std::string> locales() const;

  /// Of the present locale.
  const Chain& chain() const noexcept { return chain_; }
  /// Of any locale. `made` is where the chain is kept of one that has no translations itself.
  const Chain& chain(std::string_view locale, Chain& made) const;

  // While it is made: changes, then link().
  void set_locale(std::string locale) { locale_ = std::move(locale); }
  void set_handler(std::shared_ptr<const MissingHandler> handler) { handler_ = std::move(handler); }
  /// Takes the place of the locale's catalog.
  void put(std::shared_ptr<const Catalog> catalog);
  /// Makes the chains.
  void link();

 private:
  Chain chain_of(std::string_view locale) const;

  std::string locale_;
  std::string fallback_;
  std::map<std::string, std::shared_ptr<const Catalog>, TagLess> catalogs_;
  std::map<std::string_view, Chain, TagLess> chains_;  // of the locales that have a catalog
  Chain chain_;
  std::shared_ptr<const MissingHandler> handler_;
};

/// Holds the present snapshot. A reader compares one number with what its thread saw last, and takes the lock
/// only if that has changed.
class Published {
 public:
  explicit Published(std::shared_ptr<const Snapshot> first);

  /// Valid in this thread until its next call of get(), of any Published.
  const Snapshot& get() const;
  /// `change` gets a copy of the present snapshot, which then is the present one. One at a time.
  template <class Change>
  void update(Change change) {
    const std::lock_guard one(changing_);
    const auto next = std::make_shared<Snapshot>(get());
    change(*next);
    next->link();
    publish(next);
  }

 private:
  void publish(std::shared_ptr<const Snapshot> next);

  std::mutex changing_;
  mutable std::mutex mutex_;
  std::shared_ptr<const Snapshot> present_;  // under mutex_
  std::atomic<std::uint64_t> version_;       // like no other version of any Published
};

}  // namespace objectos::i18n
