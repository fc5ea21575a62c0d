// Which node of a Redis Cluster has which keys. https://redis.io/docs/reference/cluster-spec
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/server_options.hpp"
#include "redis/reply.hpp"

namespace objectos::redis {

inline constexpr std::size_t slot_count = 16384;

/// CRC16 (XMODEM) of the key, or of its {hashtag}, modulo 16384.
std::uint16_t slot_of(std::string_view key) noexcept;

/// Slot → node. Knows no more than it was told: a node answers MOVED where it is wrong.
class SlotMap {
 public:
  /// From the answer to CLUSTER SLOTS; a node without an address is `asked`.
  static SlotMap from_reply(const Reply& reply, const Endpoint& asked);
  /// From what save() wrote; nothing if it is not that.
  static std::optional<SlotMap> parse(std::string_view text);
  std::string text() const;

  const Endpoint* node(std::uint16_t slot) const;  ///< null: nobody has it
  void set(std::uint16_t slot, const Endpoint& node);
  const std::vector<Endpoint>& nodes() const { return nodes_; }
  friend bool operator==(const SlotMap&, const SlotMap&) = default;

 private:
  std::uint16_t index_of(const Endpoint& node);
  static constexpr std::uint16_t none = 0xFFFF;
  std::vector<Endpoint> nodes_;
  std::vector<std::uint16_t> slots_ = std::vector<std::uint16_t>(slot_count, none);
};

/// Where a MOVED or ASK reply sends us: "MOVED 3999 127.0.0.1:6381". Nothing if it is not of that form.
struct Redirection {
  std::uint16_t slot;
  Endpoint node;
};
std::optional<Redirection> parse_redirection(std::string_view error, const Endpoint& asked);

}  // namespace objectos::redis
