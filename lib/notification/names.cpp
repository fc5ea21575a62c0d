// What states and classes are called: in JSON, in the queue's files, on the command line.
#include <algorithm>
#include <array>

#include "objectos/notification_queue.hpp"

namespace objectos {
namespace {

constexpr std::array<std::string_view, delivery_states> states = {"queued", "sending", "sent",     "retrying",
                                                                  "dead",   "unknown", "cancelled"};
constexpr std::array<std::string_view, 6> kinds = {"", "ok", "transient", "permanent", "config", "ambiguous"};

template <class Value, std::size_t size>
std::optional<Value> value_named(const std::array<std::string_view, size>& names,
                                 std::string_view name) noexcept {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  return static_cast<Value>(found - names.begin());
}

}  // namespace

std::string_view delivery_state_name(DeliveryState state) noexcept {
  return states[static_cast<std::size_t>(state)];
}
std::optional<DeliveryState> delivery_state_of(std::string_view name) noexcept {
  return value_named<DeliveryState>(states, name);
}
std::string_view delivery_class_name(DeliveryClass kind) noexcept {
  return kinds[static_cast<std::size_t>(kind)];
}
std::optional<DeliveryClass> delivery_class_of(std::string_view name) noexcept {
  return value_named<DeliveryClass>(kinds, name);
}

}  // namespace objectos
