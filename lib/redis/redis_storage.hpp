// The storage backend's class; its operations, its pipeline and its transactions are in files of their own.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "objectos/storage.hpp"
#include "redis/atomic_group.hpp"
#include "redis/client.hpp"
#include "redis/step_command.hpp"

namespace objectos::redis {

/// One client under one lock.
class RedisStorage final : public StorageBackend {
 public:
  explicit RedisStorage(ServerOptions options);

  std::string name() const override { return "redis"; }
  std::optional<Entry> get(std::string_view key, Read what) override;
  void range(const Range& range, const Visitor& visit) override;
  bool erase(std::string_view key) override;
  Outcome apply(std::string_view key, const Step& step) override;
  bool compare_and_set(std::string_view key, const Entry* expected, const Entry* desired) override;
  /// Access::atomic is optimistic: a key that was read and that another program changes before the commit makes
  /// the commit Error(unavailable). Error(usage) on a cluster.
  std::unique_ptr<Transaction> begin(Access access) override;
  std::unique_ptr<Pipeline> pipeline(Pipeline::Done done) override;
  bool works_ahead() const override { return true; }
  /// The server's clock: asked for, unless the operation before told it.
  std::int64_t now_ms() const override;

 private:
  class Pipe;
  class Group;

  Outcome run_now(std::string_view key, const Action& action);
  /// What a reply made of the action; what the server's script left to us is done here.
  Outcome finish(std::string_view key, const Action& action, Interpretation result);
  Outcome put_under_fence(std::string_view key, const FencedPut& step);
  Outcome compare_until_done(std::string_view key, const Action& action);
  bool swap(std::string_view key, const Stored& expected, bool with_expiry, const Entry* desired, bool keep_expiry);
  Stored fetch(std::string_view key);

  /// All keys that match, sorted, once each. Inside a group, a range that goes on where the last one ended, with
  /// nothing written in between, gets the same list: the pages of a scan cost one, and see the same keys.
  const std::vector<std::string>& keys_of(const Range& range);
  /// What was listed or told before is no longer so.
  void forget() {
    told_ms_.reset();
    listed_ = false;
  }

  std::recursive_mutex mutex_;  // a Transaction's own thread comes in again
  StepCommands commands_;
  std::unique_ptr<Client> client_;
  std::unique_ptr<AtomicGroup> atomic_;
  int groups_ = 0;
  bool listed_ = false;
  std::string listed_pattern_;
  std::vector<std::string> keys_;
  std::string last_visited_;
  std::optional<std::int64_t> told_ms_;  // the server's time, by the last reply
};

/// A value of a foreign type is the key's fault: the error names it.
Error with_key(const Error& error, std::string_view key);

/// Only to see that an expiry stays within the calendar: a rough clock will do.
std::int64_t rough_now();

}  // namespace objectos::redis
