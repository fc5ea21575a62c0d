// Storage in this process: an ordered map under one lock.
#include <map>
#include <mutex>

#include "objectos/error.hpp"
#include "objectos/storage.hpp"
#include "storage/step.hpp"

namespace objectos {
namespace {

struct Stored {
  Value value;
  std::optional<std::int64_t> expires_at;
};

class MemoryBackend final : public StorageBackend {
 public:
  MemoryBackend(std::size_t max_keys, const Clock& clock) : max_keys_(max_keys), clock_(clock) {}

  std::string name() const override { return "memory"; }
  std::int64_t now_ms() const override { return clock_.now_ms(); }
  bool is_transactional() const override { return true; }

  std::optional<Entry> get(std::string_view key, Read) override {
    const std::lock_guard lock(mutex_);
    return live(key);
  }

  void range(const Range& range, const Visitor& visit) override {
    const std::lock_guard lock(mutex_);
    const std::string& prefix = range.pattern.prefix();
    auto at = range.after > prefix ? map_.upper_bound(range.after) : map_.lower_bound(prefix);
    if (range.after == prefix && at != map_.end() && at->first == prefix && !range.after.empty()) ++at;
    for (; at != map_.end() && at->first.compare(0, prefix.size(), prefix) == 0; ++at) {
      if (is_expired(at->second) || !range.pattern.matches(at->first)) continue;
      if (!visit({at->first, range.with_values ? at->second.value : Value(), at->second.expires_at})) return;
    }
  }

  bool erase(std::string_view key) override {
    const std::lock_guard lock(mutex_);
    const auto at = map_.find(key);
    if (at == map_.end()) return false;
    const bool was_there = !is_expired(at->second);
    remember(at->first);
    map_.erase(at);
    return was_there;
  }

  Outcome apply(std::string_view key, const Step& step) override {
    const std::lock_guard lock(mutex_);
    if (const auto* fenced = std::get_if<FencedPut>(&step)) return put_fenced(*this, key, *fenced, fence_mark(key));
    const std::optional<Entry> current = live(key);
    Evaluation result = evaluate(step, key, current ? &*current : nullptr, clock_.now_ms());
    if (result.entry) write(key, std::move(*result.entry), !current);
    return result.outcome;
  }

  std::unique_ptr<Transaction> begin(Access) override { return std::make_unique<Undo>(*this); }

  std::size_t collect() override {
    const std::lock_guard lock(mutex_);
    return purge();
  }

 private:
  /// Holds the lock for its thread and remembers what was there before.
  class Undo final : public Transaction {
   public:
    explicit Undo(MemoryBackend& backend) : backend_(backend), lock_(backend.mutex_), outer_(backend.undo_) {
      backend_.undo_ = this;
    }
    ~Undo() override {
      backend_.undo_ = outer_;
      if (committed_) {
        if (outer_) {
          for (auto& [key, before] : before_) outer_->before_.try_emplace(key, std::move(before));
        }
        return;
      }
      for (auto& [key, before] : before_) {
        if (before) {
          backend_.map_.insert_or_assign(key, std::move(*before));
        } else {
          backend_.map_.erase(key);
        }
      }
    }
    void commit() override { committed_ = true; }

    MemoryBackend& backend_;
    std::unique_lock<std::recursive_mutex> lock_;
    Undo* outer_;
    std::map<std::string, std::optional<Stored>> before_;
    bool committed_ = false;
  };

  bool is_expired(const Stored& stored) const {
    return stored.expires_at && *stored.expires_at <= clock_.now_ms();
  }

  std::optional<Entry> live(std::string_view key) const {
    const auto at = map_.find(key);
    if (at == map_.end() || is_expired(at->second)) return std::nullopt;
    return Entry{at->first, at->second.value, at->second.expires_at};
  }

  void remember(const std::string& key) {
    if (undo_ == nullptr || undo_->before_.contains(key)) return;
    const auto at = map_.find(key);
    undo_->before_.emplace(key, at == map_.end() ? std::nullopt : std::optional(at->second));
  }

  void write(std::string_view key, Entry entry, bool is_new) {
    std::string owned(key);
    if (is_new && max_keys_ != 0 && !map_.contains(owned) && map_.size() >= max_keys_ && purge() == 0) {
      throw Error(Errc::unavailable,
                  Message("storage.memory_full", "memory storage is full: max_keys is {{max}}",
                          {{"max", max_keys_}}));
    }
    remember(owned);
    map_.insert_or_assign(std::move(owned), Stored{std::move(entry.value), entry.expires_at});
  }

  std::size_t purge() {
    std::size_t purged = 0;
    for (auto at = map_.begin(); at != map_.end();) {
      if (is_expired(at->second)) {
        remember(at->first);
        at = map_.erase(at);
        ++purged;
      } else {
        ++at;
      }
    }
    return purged;
  }

  const std::size_t max_keys_;
  const Clock& clock_;
  std::recursive_mutex mutex_;  // a Transaction's own thread comes in again
  std::map<std::string, Stored, std::less<>> map_;
  Undo* undo_ = nullptr;
};

}  // namespace

std::shared_ptr<StorageBackend> memory_storage(std::size_t max_keys, const Clock& clock) {
  return std::make_shared<MemoryBackend>(max_keys, clock);
}

}  // namespace objectos
