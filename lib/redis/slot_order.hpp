// The order of a slot's commands while its node changes: none is sent to the new node before all that were sent to
// the old one, and refused there, have been done.
#pragma once

#include <cstddef>
#include <cstdint>
#include <unordered_map>

namespace objectos::redis {

class Connection;

class SlotOrder {
 public:
  /// False if commands for the slot are under way elsewhere, or held back themselves.
  bool may_go(std::uint16_t slot, const Connection* server) const {
    const auto at = slots_.find(slot);
    return at == slots_.end() || (at->second.held_back == 0 && at->second.server == server);
  }
  /// Under way to `server`; null: to none yet.
  void add(std::uint16_t slot, const Connection* server) {
    State& state = slots_[slot];
    ++state.under_way;
    state.server = server;
  }
  void hold_back(std::uint16_t slot) {
    State& state = slots_[slot];
    ++state.under_way;
    ++state.held_back;
  }
  /// The slot's oldest command is done.
  void done(std::uint16_t slot) {
    const auto at = slots_.find(slot);
    if (at != slots_.end() && --at->second.under_way == 0) slots_.erase(at);
  }
  /// What was held back is under way to `server`.
  void let_go(std::uint16_t slot, const Connection* server) {
    State& state = slots_[slot];
    state.held_back = 0;
    state.server = server;
  }
  void clear() { slots_.clear(); }

 private:
  struct State {
    std::size_t under_way = 0;
    std::size_t held_back = 0;  // of these
    const Connection* server = nullptr;
  };
  std::unordered_map<std::uint16_t, State> slots_;
};

}  // namespace objectos::redis
