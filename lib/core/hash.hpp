// A fast hash of short texts. Part of the form of cache.stats: the same on every run and every machine of one byte order.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

namespace objectos {

namespace hash_detail {

__extension__ using Product = unsigned __int128;

inline std::uint64_t mix(std::uint64_t a, std::uint64_t b) noexcept {
  const Product product = static_cast<Product>(a) * b;
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}
inline std::uint64_t word(const char* at) noexcept {
  std::uint64_t word;
  std::memcpy(&word, at, 8);
  return word;
}
inline std::uint64_t half_word(const char* at) noexcept {
  std::uint32_t word;
  std::memcpy(&word, at, 4);
  return word;
}

}  // namespace hash_detail

/// After wyhash (Wang Yi, public domain): 128-bit products of pairs of words. Whoever does not know `seed` cannot
/// make texts collide at will.
inline std::uint64_t hash_text(std::string_view text, std::uint64_t seed) noexcept {
  using namespace hash_detail;
  constexpr std::uint64_t k0 = 0xa0761d6478bd642f, k1 = 0xe7037ed1a0b428db, k2 = 0x8ebc6af09c88c6e3;
  const char* at = text.data();
  std::size_t left = text.size();
  seed ^= mix(seed ^ k0, k1);
  for (; left > 16; at += 16, left -= 16) seed = mix(word(at) ^ k1, word(at + 8) ^ seed);
  std::uint64_t a = 0, b = 0;
  if (left >= 8) {
    a = word(at);
    b = word(at + left - 8);
  } else if (left >= 4) {
    a = half_word(at);
    b = half_word(at + left - 4);
  } else if (left > 0) {
    const auto byte = [at](std::size_t i) { return static_cast<std::uint64_t>(static_cast<unsigned char>(at[i])); };
    a = byte(0) << 16 | byte(left >> 1) << 8 | byte(left - 1);
  }
  return mix(k2 ^ text.size(), mix(a ^ k1, b ^ seed));
}

}  // namespace objectos
