// An action as the command that does it on the server, and the reply as its outcome.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "objectos/storage.hpp"
#include "redis/client.hpp"

namespace objectos::redis {

/// What a reply says of an action.
struct Interpretation {
  bool ask_client = false;  ///< the script could not decide: the step is to be done by compare-and-set
  Outcome outcome;
  std::optional<std::int64_t> server_ms;  ///< the server's clock, if the reply told
};

/// An entry's bytes as they are in the store. `value_of` is not one to one, so comparisons are of these.
struct Stored {
  std::optional<std::string> raw;  ///< nothing: absent
  std::optional<std::int64_t> expires_at;
};
/// From the answer of scripts::entry.
Stored stored_of(const Reply& reply);

/// Makes commands, with buffers that it keeps from one to the next. A command's words live until the next one.
class StepCommands {
 public:
  explicit StepCommands(std::string key_prefix) : prefix_(std::move(key_prefix)) {}

  /// Error(usage) if the expiry leaves the calendar; `now_ms` is only for that. Not of a fenced put.
  Command command(std::string_view key, const Action& action, std::int64_t now_ms);
  /// Writes `desired` (null: removes it) if what is there is `expected`, byte for byte; with_expiry: and ends when
  /// it does. keep_expiry: what is written ends when what was there would have.
  Command compare_and_set(std::string_view key, const Stored& expected, bool with_expiry, const Entry* desired,
                          bool keep_expiry);
  /// `SET` or `UNLINK`, for a transaction.
  Command plain(std::string_view key, const Entry* desired);
  /// Value, expiry and the server's time in one step.
  Command entry(std::string_view key);
  /// `one_node`: the lock is where the key is, and looked at in the same step. Else Error(usage) if the mark cannot be
  /// in the key's hash slot. `also_equal`, if not null: stored bytes that equal what the put compares with.
  Command fenced_put(std::string_view key, const FencedPut& step, bool one_node, const std::string* also_equal,
                     std::int64_t now_ms);
  /// The mark of a key whose fence is looked at inside a transaction.
  std::string mark(std::string_view key) const;

  /// `reply` is no error reply.
  static Interpretation interpret(const Action& action, const Reply& reply);
  /// Of a put by script, fenced or not.
  static Interpretation interpret_put(const Put& put, const Reply& reply);
  const std::string& prefix() const noexcept { return prefix_; }

 private:
  Command put(const Put& put, std::int64_t now_ms);
  Command increment(const Increment& increment, std::int64_t now_ms);
  Command expire(const Expire& expire, std::int64_t now_ms);
  Command gcra(const Gcra& gcra);
  void add_put(const Put& put);
  void begin(std::string_view key);
  void begin_script(const Script& script);
  void add(std::string_view word) { words_.push_back(word); }
  void add_expiry(const Expiry& expiry);
  Command made(bool is_read = false, const Script* script = nullptr) const {
    return {key_, words_, is_read, script};
  }

  std::string prefix_;
  std::string key_, value_, number_;
  std::vector<std::string> texts_;
  std::array<std::string, 3> fence_words_;
  std::vector<std::string_view> words_;
};

}  // namespace objectos::redis
