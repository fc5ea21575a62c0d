#include "objectos/lock.hpp"

#include <unistd.h>

#include <algorithm>
#include <map>

#include "core/utf8.hpp"
#include "objectos/error.hpp"
#include "objectos/log.hpp"
#include "patterns/held_lock.hpp"
#include "patterns/lock_book.hpp"

namespace objectos {
namespace {

using Recorded = LockRecord::Holding;

constexpr std::size_t max_command_bytes = 200;

std::string host_name() {
  char name[256] = {};
  return ::gethostname(name, sizeof name - 1) == 0 && is_utf8(name) ? name : "";
}

/// For people: no secret, no end in the middle of a character.
std::string shown_command(std::string_view command) {
  std::string text = redact(command.substr(0, utf8::valid_prefix(command)));
  if (text.size() > max_command_bytes) text.resize(max_command_bytes);
  text.resize(utf8::valid_prefix(text));
  return text;
}

void check_terms(const LockTerms& terms) {
  if (terms.ttl.count() <= 0) throw Error(Errc::usage, Message("lock.ttl", "a lease must be longer than 0"));
  if (terms.slots < 1 || terms.slots > max_lock_slots) {
    throw Error(Errc::usage,
                Message("lock.slots", "a lock has 1 to {{most}} slots", {{"most", max_lock_slots}}));
  }
}

/// One who tries to get a lock. Whether holders on this host live the kernel knows better than the lease: it
/// is asked when a holding stands in the way.
class Acquisition {
 public:
  Acquisition(const LockBook& book, std::string name, const LockTerms& terms, std::string kernel_lock)
      : book_(book), name_(std::move(name)), terms_(terms) {
    own_.host = host_name();
    own_.pid = terms.pid != 0 ? terms.pid : ::getpid();
    own_.command = shown_command(terms.command);
    own_.kernel_lock = std::move(kernel_lock);
  }

  bool succeeds_by(Steady::time_point deadline) {
    for (int attempt = 0; !try_with_verdicts(); ++attempt) {
      if (Steady::now() >= deadline) return false;
      pause(attempt, deadline);
      verdicts_.clear();
    }
    return true;
  }

  const Recorded& holding() const noexcept { return own_; }
  /// Before the store was asked for what it gave.
  std::int64_t asked_at() const noexcept { return asked_at_; }

 private:
  bool try_with_verdicts() {
    for (;;) {
      asked_at_ = HeldLock::State::clock_ms();
      if (book_.change(name_,
                       [this](LockRecord& record, std::int64_t now_ms) { return take(record, now_ms); }))
        return true;
      if (unjudged_.empty()) return false;
      for (const Recorded& one : unjudged_) verdicts_[one.token] = book_.standing(name_, one);
    }
  }

  bool take(LockRecord& record, std::int64_t now_ms) {
    unjudged_.clear();
    std::erase_if(record.holdings, [&](const Recorded& one) { return is_over(one, now_ms); });
    if (record.holdings.size() >= static_cast<std::size_t>(terms_.slots)) return false;
    own_.token = std::max(record.last + 1, now_ms * 1000);
    own_.since = now_ms;
    own_.expires_at = end_of_lease(now_ms, terms_.ttl);
    record.last = own_.token;
    record.holdings.push_back(own_);
    return true;
  }

  bool is_over(const Recorded& one, std::int64_t now_ms) {
    const bool has_ended = one.expires_at <= now_ms;
    if (one.kernel_lock.empty()) return has_ended;
    if (one.kernel_lock == own_.kernel_lock) return true;  // nobody else can have the file that we hold
    const auto verdict = verdicts_.find(one.token);
    if (verdict == verdicts_.end()) {
      unjudged_.push_back(one);
      return false;
    }
    return verdict->second == Liveness::unknown ? has_ended : verdict->second == Liveness::dead;
  }

  const LockBook& book_;
  const std::string name_;
  const LockTerms& terms_;
  Recorded own_;
  std::int64_t asked_at_ = 0;
  std::map<std::int64_t, Liveness> verdicts_;  // by token
  std::vector<Recorded> unjudged_;
};

}  // namespace

Lock::Lock(Storage storage, Options options)
    : book_(std::make_shared<LockBook>(std::move(storage), std::move(options))) {}

std::unique_ptr<HeldLock> Lock::hold(std::string_view name, const LockTerms& terms, bool keep) {
  check_terms(terms);
  const std::string full = book_->checked(name);
  const auto deadline = deadline_after(terms.wait);
  std::optional<KernelLock> kernel_lock;
  std::string identity;
  if (book_->has_directory()) {
    auto taken = book_->take_kernel_lock(full, terms.slots, deadline);
    if (!taken) return nullptr;
    if (!taken->first.identity().empty())
      identity = taken->first.identity() + ":" + std::to_string(taken->second);
    kernel_lock.emplace(std::move(taken->first));
  }
  Acquisition acquisition(*book_, full, terms, std::move(identity));
  if (!acquisition.succeeds_by(deadline)) return nullptr;
  auto held = std::make_unique<HeldLock>(std::make_unique<HeldLock::State>(
      book_, full, acquisition.holding().token, terms.ttl, acquisition.asked_at(), std::move(kernel_lock)));
  if (keep) held->keep();
  return held;
}

std::optional<Holding> Lock::acquire(std::string_view name, const LockTerms& terms) {
  check_terms(terms);
  const std::string full = book_->checked(name);
  Acquisition acquisition(*book_, full, terms, {});
  if (!acquisition.succeeds_by(deadline_after(terms.wait))) return std::nullopt;
  return book_->shown(full, acquisition.holding());
}

bool Lock::renew(std::string_view name, std::int64_t token, Millis ttl) {
  check_terms({.ttl = ttl, .command = {}});
  return book_->renew(book_->checked(name), token, ttl);
}

bool Lock::release(std::string_view name, std::int64_t token) {
  return book_->release(book_->checked(name), token);
}

std::vector<Holding> Lock::info(std::string_view name) const {
  return book_->info(book_->checked(name));
}

std::vector<Holding> Lock::list(const Glob& pattern) const {
  return book_->list(pattern);
}

std::string Lock::full_name(std::string_view name) const {
  return book_->full_name(name);
}

}  // namespace objectos
