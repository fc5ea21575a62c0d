#include "patterns/lock_book.hpp"

#include <algorithm>
#include <charconv>
#include <random>
#include <thread>

#include "core/files.hpp"
#include "core/keys.hpp"
#include "objectos/digest.hpp"
#include "objectos/error.hpp"

namespace objectos {
namespace {

using Recorded = LockRecord::Holding;

constexpr std::int64_t keep_token_ms = std::int64_t{7} * 86'400'000;
constexpr Millis longest_pause{250};

/// Kept beyond the last lease, for the token.
Entry entry_of(const LockRecord& record, std::int64_t now_ms) {
  std::int64_t last = now_ms;
  for (const Recorded& one : record.holdings) last = std::max(last, one.expires_at);
  return {{}, record.value(), std::min(last + keep_token_ms, max_time_ms)};
}

/// A name that no other lock's file has, and that a person recognises.
std::string file_name(const std::string& place, std::string_view name, std::int64_t slot) {
  std::string readable;
  for (const char c : name.substr(0, 60)) {
    const bool plain =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    readable += plain ? c : '_';
  }
  return readable + "." + sha256_hex(place + '\0' + std::string(name)).substr(0, 16) + "." +
         std::to_string(slot);
}

/// A holding's kernel_lock is IDENTITY:SLOT.
std::pair<std::string_view, std::int64_t> identity_and_slot(std::string_view kernel_lock) {
  const auto colon = kernel_lock.rfind(':');
  std::int64_t slot = 0;
  if (colon == kernel_lock.npos) return {{}, 0};
  std::from_chars(kernel_lock.data() + colon + 1, kernel_lock.data() + kernel_lock.size(), slot);
  return {kernel_lock.substr(0, colon), slot};
}

}  // namespace

std::int64_t end_of_lease(std::int64_t now_ms, Millis ttl) {
  return ttl.count() > max_time_ms - now_ms ? max_time_ms : now_ms + ttl.count();
}

void pause(int attempt, Steady::time_point deadline) {
  thread_local std::minstd_rand random{std::random_device{}()};
  const Millis most = std::min(Millis(20LL << std::min(attempt, 4)), longest_pause);
  const Millis some(std::uniform_int_distribution<std::int64_t>(most.count() / 2, most.count())(random));
  std::this_thread::sleep_until(std::min(Steady::now() + some, deadline));
}

LockBook::LockBook(Storage storage, Lock::Options options)
    : storage_(std::move(storage)),
      options_(std::move(options)),
      prefix_(keys::checked_scope_prefix(options_.scope)) {}

std::string LockBook::full_name(std::string_view name) const {
  return prefix_ + std::string(name);
}

std::string LockBook::checked(std::string_view name) const {
  if (name.empty()) throw Error(Errc::usage, Message("lock.name_empty", "a lock's name must not be empty"));
  std::string full = full_name(name);
  storage_.check_key(lock_key(full));
  if (full.starts_with(fence_prefix)) {
    throw Error(Errc::usage, Message("lock.name_fence", "a lock's name must not begin with \"{{prefix}}\"",
                                     {{"prefix", fence_prefix}}));
  }
  return full;
}

bool LockBook::change(std::string_view name, const Change& change) const {
  const std::string key = lock_key(name);
  Storage storage = storage_;
  return storage.update(key, [&](const Entry* current, std::int64_t now_ms) -> std::optional<Entry> {
    LockRecord record = current ? LockRecord::parse(key, current->value) : LockRecord();
    return change(record, now_ms) ? std::optional(entry_of(record, now_ms)) : std::nullopt;
  });
}

bool LockBook::renew(std::string_view name, std::int64_t token, Millis ttl) const {
  return change(name, [&](LockRecord& record, std::int64_t now_ms) {
    for (Recorded& one : record.holdings) {
      if (one.token != token) continue;
      one.expires_at = end_of_lease(now_ms, ttl);
      return true;
    }
    return false;
  });
}

bool LockBook::release(std::string_view name, std::int64_t token) const {
  return change(name, [&](LockRecord& record, std::int64_t) {
    return std::erase_if(record.holdings, [&](const Recorded& one) { return one.token == token; }) > 0;
  });
}

std::string LockBook::kernel_path(std::string_view name, std::int64_t slot) const {
  return options_.directory + "/" + file_name(options_.place, name, slot);
}

std::optional<std::pair<KernelLock, std::int64_t>> LockBook::take_kernel_lock(
    std::string_view name, std::int64_t slots, Steady::time_point deadline) const {
  files::make_private_directory(options_.directory);
  for (;;) {
    for (std::int64_t slot = 0; slot < slots; ++slot) {
      if (auto taken = KernelLock::try_take(kernel_path(name, slot)))
        return std::pair(std::move(*taken), slot);
    }
    if (Steady::now() >= deadline) return std::nullopt;
    pause(0, deadline);
  }
}

Liveness LockBook::standing(std::string_view name, const Recorded& one) const {
  const auto [identity, slot] = identity_and_slot(one.kernel_lock);
  return identity.empty() || !has_directory() ? Liveness::unknown
                                              : liveness(kernel_path(name, slot), identity);
}

Holding LockBook::shown(std::string_view name, const Recorded& one) const {
  return {std::string(name.substr(prefix_.size())),
          one.token,
          {one.host, one.pid, one.command},
          one.since,
          one.expires_at};
}

void LockBook::append_live(std::vector<Holding>& all, std::string_view name, const Value& value,
                           std::int64_t now_ms) const {
  for (const Recorded& one : LockRecord::parse(lock_key(name), value).holdings) {
    const Liveness its = standing(name, one);
    const bool is_over = its == Liveness::unknown ? one.expires_at <= now_ms : its == Liveness::dead;
    if (!is_over) all.push_back(shown(name, one));
  }
}

std::vector<Holding> LockBook::info(std::string_view name) const {
  std::vector<Holding> all;
  if (const auto value = storage_.get(lock_key(name)))
    append_live(all, name, *value, storage_.backend().now_ms());
  return all;
}

std::vector<Holding> LockBook::list(const Glob& pattern) const {
  const std::string mine = Glob::escape(lock_key(prefix_));
  std::vector<Entry> entries;  // the visitor must not call the store
  storage_.each({Glob(mine + pattern.pattern()), {}, true}, [&](const Entry& entry) {
    if (!entry.key.starts_with(lock_key(fence_prefix))) entries.push_back(entry);
    return true;
  });
  std::vector<Holding> all;
  if (entries.empty()) return all;
  const std::int64_t now_ms = storage_.backend().now_ms();
  for (const Entry& entry : entries)
    append_live(all, std::string_view(entry.key).substr(lock_key("").size()), entry.value, now_ms);
  return all;
}

}  // namespace objectos
