#include "curl/private_address.hpp"

#include <netinet/in.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

namespace objectos::curl {
namespace {

struct Range4 {
  std::uint32_t begin;
  int bits;
};
constexpr std::uint32_t v4(std::uint32_t a, std::uint32_t b, std::uint32_t c, std::uint32_t d) {
  return a << 24 | b << 16 | c << 8 | d;
}
// The registry of special-purpose addresses (RFC 6890 and later), multicast, and 240.0.0.0/4.
constexpr Range4 private4[] = {{v4(0, 0, 0, 0), 8},      {v4(10, 0, 0, 0), 8},     {v4(100, 64, 0, 0), 10},
                               {v4(127, 0, 0, 0), 8},    {v4(169, 254, 0, 0), 16}, {v4(172, 16, 0, 0), 12},
                               {v4(192, 0, 0, 0), 24},   {v4(192, 0, 2, 0), 24},   {v4(192, 88, 99, 0), 24},
                               {v4(192, 168, 0, 0), 16}, {v4(198, 18, 0, 0), 15},  {v4(198, 51, 100, 0), 24},
                               {v4(203, 0, 113, 0), 24}, {v4(224, 0, 0, 0), 4},    {v4(240, 0, 0, 0), 4}};

bool is_private4(std::uint32_t address) {
  return std::any_of(std::begin(private4), std::end(private4), [address](const Range4& range) {
    return (address ^ range.begin) >> (32 - range.bits) == 0;
  });
}

using Bytes6 = std::array<std::uint8_t, 16>;

bool begins_with(const Bytes6& address, std::initializer_list<std::uint8_t> bytes) {
  return std::equal(bytes.begin(), bytes.end(), address.begin());
}

std::uint32_t v4_at(const Bytes6& address, std::size_t at) {
  return v4(address[at], address[at + 1], address[at + 2], address[at + 3]);
}

bool is_private6(const Bytes6& address) {
  // What stands for an IPv4 address, by mapping, NAT64 or 6to4.
  if (begins_with(address, {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff}))
    return is_private4(v4_at(address, 12));
  if (begins_with(address, {0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0}))
    return is_private4(v4_at(address, 12));
  if (begins_with(address, {0x20, 0x02})) return is_private4(v4_at(address, 2));
  // Of the rest only 2000::/3 is given out, and of that not all.
  if ((address[0] & 0xe0) != 0x20) return true;
  return begins_with(address, {0x20, 0x01, 0, 0})           // Teredo
         || begins_with(address, {0x20, 0x01, 0x0d, 0xb8})  // documentation
         || (begins_with(address, {0x3f, 0xff}) && address[2] < 0x10);
}

}  // namespace

bool is_private(const sockaddr& address) noexcept {
  if (address.sa_family == AF_INET) {
    sockaddr_in in{};
    std::memcpy(&in, &address, sizeof in);
    return is_private4(ntohl(in.sin_addr.s_addr));
  }
  if (address.sa_family == AF_INET6) {
    sockaddr_in6 in{};
    std::memcpy(&in, &address, sizeof in);
    Bytes6 bytes{};
    std::memcpy(bytes.data(), in.sin6_addr.s6_addr, bytes.size());
    return is_private6(bytes);
  }
  return true;
}

}  // namespace objectos::curl
