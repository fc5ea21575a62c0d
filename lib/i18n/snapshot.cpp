#include "i18n/snapshot.hpp"

namespace objectos::i18n {

// ---- Snapshot

const Catalog* Snapshot::catalog(std::string_view locale) const noexcept {
  const auto found = catalogs_.find(locale);
  return found == catalogs_.end() ? nullptr : found->second.get();
}

std::vector<std::string> Snapshot::locales() const {
  std::vector<std::string> locales;
  for (const auto& [tag, catalog] : catalogs_) locales.push_back(catalog->locale());
  return locales;
}

const Chain& Snapshot::chain(std::string_view locale, Chain& made) const {
  const auto known = chains_.find(locale);
  if (known != chains_.end()) return known->second;
  made = chain_of(locale);
  return made;
}

void Snapshot::put(std::shared_ptr<const Catalog> catalog) {
  std::string locale = catalog->locale();
  catalogs_[std::move(locale)] = std::move(catalog);
}

Chain Snapshot::chain_of(std::string_view locale) const {
  Chain chain;
  for (const std::string& step : locale_chain(locale, fallback_)) {
    if (const Catalog* found = catalog(step)) chain.push_back(found);
  }
  return chain;
}

void Snapshot::link() {
  chains_.clear();
  for (const auto& [tag, catalog] : catalogs_) chains_.emplace(tag, chain_of(tag));
  chain_ = chain_of(locale_);
}

// ---- Published

namespace {

/// What a thread saw last of one Published.
struct Seen {
  std::uint64_t version = 0;
  std::shared_ptr<const Snapshot> snapshot;
};

std::uint64_t next_version() noexcept {
  static std::atomic<std::uint64_t> last{0};
  return last.fetch_add(1, std::memory_order_relaxed) + 1;
}

}  // namespace

Published::Published(std::shared_ptr<const Snapshot> first)
    : present_(std::move(first)), version_(next_version()) {}

const Snapshot& Published::get() const {
  static thread_local Seen seen;
  if (seen.version != version_.load(std::memory_order_acquire)) {
    const std::lock_guard lock(mutex_);
    seen.snapshot = present_;
    seen.version = version_.load(std::memory_order_relaxed);
  }
  return *seen.snapshot;
}

void Published::publish(std::shared_ptr<const Snapshot> next) {
  const std::lock_guard lock(mutex_);
  present_.swap(next);
  version_.store(next_version(), std::memory_order_release);
}

}  // namespace objectos::i18n
