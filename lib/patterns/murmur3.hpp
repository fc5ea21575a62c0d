// MurmurHash3, x86, 32 bits, seed 0: the hash that flagd and its providers put users into buckets with.
#pragma once

#include <cstdint>
#include <string_view>

namespace objectos {

inline std::uint32_t murmur3(std::string_view text) noexcept {
  const auto rotate = [](std::uint32_t word, int bits) { return word << bits | word >> (32 - bits); };
  const auto scramble = [&rotate](std::uint32_t word) {
    return rotate(word * 0xcc9e2d51u, 15) * 0x1b873593u;
  };
  const auto byte = [&text](std::size_t i) { return std::uint32_t{static_cast<unsigned char>(text[i])}; };

  std::uint32_t hash = 0;
  std::size_t i = 0;
  for (; i + 4 <= text.size(); i += 4) {
    hash ^= scramble(byte(i) | byte(i + 1) << 8 | byte(i + 2) << 16 | byte(i + 3) << 24);
    hash = rotate(hash, 13) * 5 + 0xe6546b64u;
  }
  std::uint32_t tail = 0;
  for (std::size_t left = text.size() - i; left > 0; --left) tail = tail << 8 | byte(i + left - 1);
  hash ^= scramble(tail);

  hash ^= static_cast<std::uint32_t>(text.size());
  hash = (hash ^ hash >> 16) * 0x85ebca6bu;
  hash = (hash ^ hash >> 13) * 0xc2b2ae35u;
  return hash ^ hash >> 16;
}

}  // namespace objectos
