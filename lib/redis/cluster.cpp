#include "redis/cluster.hpp"

#include <algorithm>
#include <charconv>

namespace objectos::redis {
namespace {

/// CRC16-CCITT (XMODEM): polynomial 0x1021, start 0, as the cluster specification's appendix A.
constexpr std::array<std::uint16_t, 256> crc_table = [] {
  std::array<std::uint16_t, 256> table{};
  for (unsigned i = 0; i < 256; ++i) {
    unsigned crc = i << 8;
    for (int bit = 0; bit < 8; ++bit) crc = crc & 0x8000 ? crc << 1 ^ 0x1021 : crc << 1;
    table[i] = static_cast<std::uint16_t>(crc);
  }
  return table;
}();

constexpr std::string_view magic = "objectos slots 1";

bool to_number(std::string_view text, unsigned low, unsigned high, unsigned& number) {
  const auto end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, number);
  return parsed.ec == std::errc() && parsed.ptr == end && number >= low && number <= high;
}

/// The next word, cut off the front.
std::string_view next_word(std::string_view& text, char separator) {
  const auto end = text.find(separator);
  const std::string_view word = text.substr(0, end);
  text.remove_prefix(end == text.npos ? text.size() : end + 1);
  return word;
}

}  // namespace

std::uint16_t slot_of(std::string_view key) noexcept {
  const auto open = key.find('{');
  if (open != key.npos) {
    const auto close = key.find('}', open + 1);
    if (close != key.npos && close > open + 1) key = key.substr(open + 1, close - open - 1);
  }
  unsigned crc = 0;
  for (const char c : key) crc = (crc << 8 ^ crc_table[(crc >> 8 ^ static_cast<unsigned char>(c)) & 0xFF]) & 0xFFFF;
  return static_cast<std::uint16_t>(crc % slot_count);
}

SlotMap SlotMap::from_reply(const Reply& reply, const Endpoint& asked) {
  SlotMap map;
  for (std::size_t i = 0; i < reply.size(); ++i) {
    const Reply range = reply[i];
    const std::int64_t first = range[0].integer(), last = range[1].integer();
    const Reply master = range[2];
    Endpoint node;
    if (!master[0].is_nil()) node.host = master[0].text();
    if (node.host.empty() || node.host == "?") node.host = asked.host;
    node.port = static_cast<int>(master[1].integer());
    if (first < 0 || last >= static_cast<std::int64_t>(slot_count) || first > last) continue;
    for (std::int64_t slot = first; slot <= last; ++slot) map.set(static_cast<std::uint16_t>(slot), node);
  }
  return map;
}

std::optional<SlotMap> SlotMap::parse(std::string_view text) {
  if (next_word(text, '\n') != magic) return std::nullopt;
  SlotMap map;
  while (!text.empty()) {
    std::string_view line = next_word(text, '\n');
    unsigned first = 0, last = 0, port = 0;
    if (!to_number(next_word(line, ' '), 0, slot_count - 1, first) ||
        !to_number(next_word(line, ' '), first, slot_count - 1, last) ||
        !to_number(next_word(line, ' '), 1, 65535, port) || line.empty())
      return std::nullopt;
    const Endpoint node{std::string(line), static_cast<int>(port), {}};
    for (unsigned slot = first; slot <= last; ++slot) map.set(static_cast<std::uint16_t>(slot), node);
  }
  return map;
}

/// A line for each run of slots: first, last, port, host.
std::string SlotMap::text() const {
  std::string out(magic);
  out += '\n';
  for (std::size_t first = 0; first < slot_count;) {
    std::size_t last = first;
    while (last + 1 < slot_count && slots_[last + 1] == slots_[first]) ++last;
    if (slots_[first] != none) {
      const Endpoint& node = nodes_[slots_[first]];
      out.append(std::to_string(first)).append(" ").append(std::to_string(last)).append(" ");
      out.append(std::to_string(node.port)).append(" ").append(node.host).append("\n");
    }
    first = last + 1;
  }
  return out;
}

const Endpoint* SlotMap::node(std::uint16_t slot) const {
  return slots_[slot] == none ? nullptr : &nodes_[slots_[slot]];
}

void SlotMap::set(std::uint16_t slot, const Endpoint& node) {
  slots_[slot] = index_of(node);
}

std::uint16_t SlotMap::index_of(const Endpoint& node) {
  auto at = std::find(nodes_.begin(), nodes_.end(), node);
  if (at == nodes_.end()) at = nodes_.insert(at, node);
  return static_cast<std::uint16_t>(at - nodes_.begin());
}

std::optional<Redirection> parse_redirection(std::string_view error, const Endpoint& asked) {
  next_word(error, ' ');
  unsigned slot = 0, port = 0;
  if (!to_number(next_word(error, ' '), 0, slot_count - 1, slot)) return std::nullopt;
  const auto colon = error.rfind(':');
  if (colon == error.npos || !to_number(error.substr(colon + 1), 1, 65535, port)) return std::nullopt;
  Endpoint node{std::string(error.substr(0, colon)), static_cast<int>(port), {}};
  if (node.host.empty() || node.host == "?") node.host = asked.host;
  return Redirection{static_cast<std::uint16_t>(slot), std::move(node)};
}

}  // namespace objectos::redis
