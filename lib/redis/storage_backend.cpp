#include "redis/storage_backend.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

#include "core/keys.hpp"
#include "objectos/error.hpp"
#include "redis/redis_storage.hpp"
#include "storage/step.hpp"

namespace objectos::redis {
namespace {

/// Redis' globs know `\`, so any prefix can be written; the rest of a pattern is matched here.
std::string scan_pattern(const std::string& literal) {
  std::string out;
  for (const char c : literal) {
    if (std::string_view("*?[]\\^").find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out + "*";
}

}  // namespace

Error with_key(const Error& error, std::string_view key) {
  return error.code() == Errc::data && error.message().id().starts_with("redis.") ? error.at(key) : error;
}

std::int64_t rough_now() {
  return Clock::system().now_ms();
}

RedisStorage::RedisStorage(ServerOptions options)
    : commands_(options.key_prefix), client_(make_client(std::move(options))) {}

std::optional<Entry> RedisStorage::get(std::string_view key, Read what) {
  const std::lock_guard lock(mutex_);
  told_ms_.reset();
  if (atomic_) return atomic_->get(key, now_ms());
  Outcome outcome = run_now(key, what);
  if (!outcome.applied) return std::nullopt;
  return Entry{std::string(key), outcome.value ? std::move(*outcome.value) : Value(), outcome.expires_at};
}

bool RedisStorage::erase(std::string_view key) {
  const std::lock_guard lock(mutex_);
  forget();
  return atomic_ ? atomic_->erase(key, now_ms()) : run_now(key, Erase{}).applied;
}

Outcome RedisStorage::apply(std::string_view key, const Step& step) {
  const std::lock_guard lock(mutex_);
  forget();
  if (const auto* fenced = std::get_if<FencedPut>(&step))
    return atomic_ ? put_fenced(*this, key, *fenced, commands_.mark(key)) : put_under_fence(key, *fenced);
  if (atomic_) return atomic_->apply(key, step, now_ms());
  return std::visit([&](const auto& s) { return run_now(key, s); }, step);
}

bool RedisStorage::compare_and_set(std::string_view key, const Entry* expected, const Entry* desired) {
  const std::lock_guard lock(mutex_);
  if (atomic_) return StorageBackend::compare_and_set(key, expected, desired);
  const Stored present = fetch(key);
  const bool equal = expected ? present.raw && value_of(*present.raw) == expected->value &&
                                    present.expires_at == expected->expires_at
                              : !present.raw;
  return equal && swap(key, present, true, desired, false);
}

void RedisStorage::range(const Range& range, const Visitor& visit) {
  const std::lock_guard lock(mutex_);
  told_ms_.reset();
  const std::vector<std::string>& keys = keys_of(range);
  const Visitor visit_and_note = [&](const Entry& entry) {
    last_visited_ = entry.key;
    return visit(entry);
  };
  if (atomic_) return atomic_->range(range, keys, now_ms(), visit_and_note);
  auto at = range.after.empty() ? keys.begin() : std::upper_bound(keys.begin(), keys.end(), range.after);
  if (!range.with_values) {
    for (Entry entry; at != keys.end(); ++at) {
      entry.key = *at;
      if (!visit_and_note(entry)) return;
    }
    return;
  }
  bool go_on = true;
  const auto values = pipeline([&](Operation& done) {
    if (done.error && done.error->message().id() == "redis.wrong_type") return;  // no value of ours
    if (done.error) throw *done.error;
    if (!go_on || !done.outcome.applied) return;  // gone since it was listed
    go_on = visit_and_note({std::move(done.key), std::move(*done.outcome.value), done.outcome.expires_at});
  });
  // A visitor that wants few gets few: the first pages are small.
  std::size_t page = 16, in_page = 0;
  for (; go_on && at != keys.end(); ++at) {
    values->add({*at, Read{}, 0, {}, nullptr});
    if (++in_page < page) continue;
    if (page < 4096) {
      values->drain();
      page *= 4;
    }
    in_page = 0;
  }
  values->drain();
}

std::int64_t RedisStorage::now_ms() const {
  auto& self = const_cast<RedisStorage&>(*this);  // talks to the server
  const std::lock_guard lock(self.mutex_);
  if (told_ms_) return *told_ms_;
  const Reply time = self.client_->call_any(std::array<std::string_view, 1>{"TIME"});
  const auto number = [&time](std::size_t i) { return std::atoll(std::string(time[i].text()).c_str()); };
  return number(0) * 1000 + number(1) / 1000;
}

Outcome RedisStorage::run_now(std::string_view key, const Action& action) {
  try {
    const Reply reply = client_->call(commands_.command(key, action, rough_now()));
    return finish(key, action, StepCommands::interpret(action, reply));
  } catch (const Error& error) {
    throw with_key(error, key);
  }
}

Outcome RedisStorage::finish(std::string_view key, const Action& action, Interpretation result) {
  told_ms_ = result.server_ms;
  return result.ask_client ? compare_until_done(key, action) : std::move(result.outcome);
}

/// Evaluated here, written there if nothing has changed.
Outcome RedisStorage::compare_until_done(std::string_view key, const Action& action) {
  const Put* put = std::get_if<Put>(&action);
  const bool is_update = std::holds_alternative<Update>(action);  // may look at the expiry, and change it
  const Step step = step_of(Action(action));
  for (;;) {
    const Stored present = fetch(key);
    std::optional<Entry> current;
    if (present.raw) current = Entry{std::string(key), value_of(*present.raw), present.expires_at};
    Evaluation result = evaluate(step, key, current ? &*current : nullptr, now_ms());
    if (!result.entry) return std::move(result.outcome);
    const bool keep = current && !is_update && (!put || put->expiry.kind == Expiry::Kind::keep);
    if (swap(key, present, is_update, &*result.entry, keep)) return std::move(result.outcome);
  }
}

Outcome RedisStorage::put_under_fence(std::string_view key, const FencedPut& step) {
  const bool one_node = client_->has_transactions();
  std::optional<std::string> also_equal;
  for (;;) {
    if (!one_node && !holds_lock(*this, step.fence)) return {};
    const Reply reply = client_->call(
        commands_.fenced_put(key, step, one_node, also_equal ? &*also_equal : nullptr, rough_now()));
    Interpretation result = StepCommands::interpret_put(step.put, reply);
    if (!result.ask_client) return std::move(result.outcome);
    also_equal = reply[1].text();
    if (value_of(*also_equal).text() != step.put.equals) return {};
  }
}

Stored RedisStorage::fetch(std::string_view key) {
  const Reply reply = client_->call(commands_.entry(key));
  Stored present = stored_of(reply);
  told_ms_ = present.raw ? std::optional(reply[2].integer()) : std::nullopt;
  return present;
}

bool RedisStorage::swap(std::string_view key, const Stored& expected, bool with_expiry, const Entry* desired,
                        bool keep_expiry) {
  return client_->call(commands_.compare_and_set(key, expected, with_expiry, desired, keep_expiry)).integer() == 1;
}

const std::vector<std::string>& RedisStorage::keys_of(const Range& range) {
  if (groups_ > 0 && listed_ && listed_pattern_ == range.pattern.pattern() && !range.after.empty() &&
      range.after == last_visited_)
    return keys_;
  keys_.clear();
  listed_ = false;
  const std::string& prefix = commands_.prefix();
  client_->scan(scan_pattern(prefix + range.pattern.prefix()), [&](std::string_view key) {
    if (!key.starts_with(prefix)) return;
    key.remove_prefix(prefix.size());
    if (keys::can_be_ours(key) && range.pattern.matches(key)) keys_.emplace_back(key);
  });
  std::sort(keys_.begin(), keys_.end());
  keys_.erase(std::unique(keys_.begin(), keys_.end()), keys_.end());
  listed_ = true;
  listed_pattern_ = range.pattern.pattern();
  return keys_;
}

// ---- groups ----------------------------------------------------------------------------------------------------

/// Holds the lock for its thread; one that is atomic also what it would write.
class RedisStorage::Group final : public Transaction {
 public:
  Group(RedisStorage& backend, Access access) : backend_(backend), lock_(backend.mutex_) {
    if (access == Access::atomic && !backend_.atomic_) {
      if (!backend_.client_->has_transactions()) {
        throw Error(Errc::usage, Message("redis.cluster_atomic",
                                         "a Redis Cluster has no transactions over keys on several nodes"));
      }
      backend_.atomic_ = std::make_unique<AtomicGroup>(*backend_.client_, backend_.commands_);
      is_owner_ = true;
    } else if (backend_.atomic_) {
      backend_.atomic_->push();
      is_nested_ = true;
    }
    if (backend_.groups_++ == 0) backend_.listed_ = false;
  }
  ~Group() override {
    --backend_.groups_;
    if (is_nested_) backend_.atomic_->pop(committed_);
    if (is_owner_) backend_.atomic_.reset();
  }
  void commit() override {
    committed_ = true;
    if (is_owner_) backend_.atomic_->commit();
  }

 private:
  RedisStorage& backend_;
  std::unique_lock<std::recursive_mutex> lock_;
  bool is_owner_ = false;
  bool is_nested_ = false;
  bool committed_ = false;
};

std::unique_ptr<Transaction> RedisStorage::begin(Access access) {
  return std::make_unique<Group>(*this, access);
}

std::shared_ptr<StorageBackend> storage(ServerOptions options) {
  return std::make_shared<RedisStorage>(std::move(options));
}

}  // namespace objectos::redis
