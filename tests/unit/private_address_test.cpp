#include "curl/private_address.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/un.h>

#include <string>

#include "catch.hpp"

namespace {

bool is_private(const std::string& text) {
  sockaddr_in6 six{};
  six.sin6_family = AF_INET6;
  if (::inet_pton(AF_INET6, text.c_str(), &six.sin6_addr) == 1)
    return objectos::curl::is_private(reinterpret_cast<const sockaddr&>(six));
  sockaddr_in four{};
  four.sin_family = AF_INET;
  REQUIRE(::inet_pton(AF_INET, text.c_str(), &four.sin_addr) == 1);
  return objectos::curl::is_private(reinterpret_cast<const sockaddr&>(four));
}

}  // namespace

TEST_CASE("addresses that are not everybody's are private", "[http]") {
  for (const char* address : {"0.0.0.0",
                              "0.1.2.3",
                              "10.0.0.1",
                              "10.255.255.255",
                              "100.64.0.1",
                              "100.127.255.255",
                              "127.0.0.1",
                              "127.255.0.1",
                              "169.254.169.254",
                              "172.16.0.1",
                              "172.31.255.255",
                              "192.0.0.1",
                              "192.0.2.1",
                              "192.168.1.1",
                              "198.18.0.1",
                              "198.19.255.255",
                              "224.0.0.1",
                              "239.1.2.3",
                              "240.0.0.1",
                              "255.255.255.255",
                              "::",
                              "::1",
                              "::ffff:127.0.0.1",
                              "::ffff:10.1.1.1",
                              "::127.0.0.1",
                              "fe80::1",
                              "fec0::1",
                              "fc00::1",
                              "fd12:3456::1",
                              "ff02::1",
                              "64:ff9b::7f00:1",
                              "64:ff9b:1::1",
                              "2002:7f00:1::",
                              "2002:a00:1::1",
                              "2001::1",
                              "2001:db8::1",
                              "100::1",
                              "3fff::1",
                              "fd00:ec2::254"}) {
    CAPTURE(address);
    CHECK(is_private(address));
  }
  const sockaddr_un file{AF_UNIX, "/run/x"};
  CHECK(objectos::curl::is_private(reinterpret_cast<const sockaddr&>(file)));
}

TEST_CASE("addresses of the internet are not private", "[http]") {
  for (const char* address : {"1.1.1.1",         "9.255.255.255",   "11.0.0.0",
                              "100.63.255.255",  "100.128.0.0",     "126.255.255.255",
                              "128.0.0.1",       "169.253.255.255", "172.15.255.255",
                              "172.32.0.0",      "192.0.1.1",       "192.167.255.255",
                              "192.169.0.0",     "198.17.255.255",  "198.20.0.0",
                              "223.255.255.255", "::ffff:8.8.8.8",  "64:ff9b::808:808",
                              "2002:808:808::1", "2606:4700::1111", "2001:4860:4860::8888",
                              "2a00:1450::1"}) {
    CAPTURE(address);
    CHECK_FALSE(is_private(address));
  }
}
