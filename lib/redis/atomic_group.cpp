#include "redis/atomic_group.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "redis/storage_backend.hpp"
#include "storage/step.hpp"

namespace objectos::redis {
namespace {

[[noreturn]] void conflict() {
  throw Error(Errc::unavailable,
              Message("redis.conflict", "another program changed a key meanwhile; nothing was written"),
              Message("redis.conflict_hint", "run it again"));
}

}  // namespace

AtomicGroup::AtomicGroup(Client& client, StepCommands& commands)
    : client_(client), commands_(commands), frames_(1) {}

AtomicGroup::~AtomicGroup() {
  if (!watching_) return;
  try {
    client_.call_any(std::array<std::string_view, 1>{"UNWATCH"});
  } catch (const Error&) {
    // The connection is gone, and what it watched with it.
  }
}

/// What was watched, the connection watched.
void AtomicGroup::check_connection() const {
  if (connection_ && *connection_ != client_.connections()) conflict();
}

const std::optional<Entry>* AtomicGroup::written(std::string_view key) const {
  for (auto frame = frames_.rbegin(); frame != frames_.rend(); ++frame) {
    if (const auto at = frame->find(key); at != frame->end()) return &at->second;
  }
  return nullptr;
}

std::optional<Entry> AtomicGroup::fetch(std::string_view key) {
  if (const auto at = read_.find(key); at != read_.end()) return at->second;
  const std::string full = commands_.prefix() + std::string(key);
  client_.call_any(std::array<std::string_view, 2>{"WATCH", full});
  watching_ = true;
  if (!connection_) connection_ = client_.connections();
  std::optional<Entry> entry;
  Stored present;
  try {
    present = stored_of(client_.call(commands_.entry(key)));
  } catch (const Error& error) {
    throw error.code() == Errc::data ? error.at(key) : error;
  }
  check_connection();
  if (present.raw) entry = Entry{std::string(key), value_of(*present.raw), present.expires_at};
  read_.emplace(key, entry);
  return entry;
}

std::optional<Entry> AtomicGroup::get(std::string_view key, std::int64_t now_ms) {
  const auto* own = written(key);
  std::optional<Entry> entry = own ? *own : fetch(key);
  if (entry && entry->expires_at && *entry->expires_at <= now_ms) return std::nullopt;
  return entry;
}

bool AtomicGroup::erase(std::string_view key, std::int64_t now_ms) {
  const bool was_there = get(key, now_ms).has_value();
  frames_.back().insert_or_assign(std::string(key), std::nullopt);
  return was_there;
}

Outcome AtomicGroup::apply(std::string_view key, const Step& step, std::int64_t now_ms) {
  const auto* put = std::get_if<Put>(&step);
  const bool needs_present = !put || put->condition != Put::If::always || put->want_previous ||
                             put->expiry.kind == Expiry::Kind::keep;
  const std::optional<Entry> current = needs_present ? get(key, now_ms) : std::nullopt;
  Evaluation result = evaluate(step, key, current ? &*current : nullptr, now_ms);
  if (result.entry) {
    result.entry->key = key;
    frames_.back().insert_or_assign(std::string(key), std::move(result.entry));
  }
  return std::move(result.outcome);
}

void AtomicGroup::range(const Range& range, const std::vector<std::string>& keys, std::int64_t now_ms,
                        const Visitor& visit) {
  std::set<std::string> all(keys.begin(), keys.end());
  for (const Frame& frame : frames_) {
    for (const auto& [key, entry] : frame) {
      if (range.pattern.matches(key)) all.insert(key);
    }
  }
  for (auto at = range.after.empty() ? all.begin() : all.upper_bound(range.after); at != all.end(); ++at) {
    const auto entry = get(*at, now_ms);
    if (entry && !visit({*at, range.with_values ? entry->value : Value(), entry->expires_at})) return;
  }
}

void AtomicGroup::pop(bool committed) {
  Frame inner = std::move(frames_.back());
  frames_.pop_back();
  if (!committed) return;
  for (auto& [key, entry] : inner) frames_.back().insert_or_assign(key, std::move(entry));
}

/// All in one go: nothing of it may land on another connection, outside of the transaction.
void AtomicGroup::send_writes() {
  client_.send({.key = {}, .words = std::array<std::string_view, 1>{"MULTI"}});
  check_connection();
  for (const auto& [key, entry] : frames_.front()) client_.send(commands_.plain(key, entry ? &*entry : nullptr));
  client_.send({.key = {}, .words = std::array<std::string_view, 1>{"EXEC"}});
}

void AtomicGroup::commit() {
  if (frames_.front().empty()) return;
  try {
    send_writes();
    for (std::size_t i = 0; i < frames_.front().size() + 1; ++i) {
      // A command that is refused here makes EXEC fail with its reason.
      const Reply queued = client_.receive();
      if (queued.is_error()) throw client_.refusal(queued);
    }
    const Reply executed = client_.receive();
    watching_ = false;
    if (executed.is_error()) throw client_.refusal(executed);
    if (executed.is_nil()) conflict();
  } catch (const Error&) {
    client_.abandon();
    watching_ = false;
    throw;
  }
  frames_.front().clear();
}

}  // namespace objectos::redis
