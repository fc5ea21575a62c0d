// A transaction on one Redis server: what is read is watched, what is written is kept here until EXEC.
// https://redis.io/docs/interact/transactions
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "objectos/storage.hpp"
#include "redis/client.hpp"
#include "redis/step_command.hpp"

namespace objectos::redis {

/// Keys that appear in a pattern after it was listed are not noticed; everything else that another program changes
/// before commit() makes it Error(unavailable). Destroyed without commit(), nothing has happened.
class AtomicGroup {
 public:
  AtomicGroup(Client& client, StepCommands& commands);
  ~AtomicGroup();
  AtomicGroup(const AtomicGroup&) = delete;
  AtomicGroup& operator=(const AtomicGroup&) = delete;

  std::optional<Entry> get(std::string_view key, std::int64_t now_ms);
  bool erase(std::string_view key, std::int64_t now_ms);
  Outcome apply(std::string_view key, const Step& step, std::int64_t now_ms);
  /// `keys` are those that match on the server, sorted.
  void range(const Range& range, const std::vector<std::string>& keys, std::int64_t now_ms, const Visitor& visit);

  /// A group inside the group; pop() joins what it wrote to the outer one, or forgets it.
  void push() { frames_.emplace_back(); }
  void pop(bool committed);
  void commit();

 private:
  using Frame = std::map<std::string, std::optional<Entry>, std::less<>>;

  const std::optional<Entry>* written(std::string_view key) const;
  std::optional<Entry> fetch(std::string_view key);
  void send_writes();
  void check_connection() const;

  Client& client_;
  StepCommands& commands_;
  Frame read_;                 // as the server had it
  std::vector<Frame> frames_;  // what is to be written; outermost first
  std::optional<std::uint64_t> connection_;
  bool watching_ = false;
};

}  // namespace objectos::redis
