#include "patterns/semantic_version.hpp"

#include "catch.hpp"
#include "patterns/murmur3.hpp"

using namespace objectos;

TEST_CASE("versions: what is one") {
  for (const auto* text : {"1.2.3", "v1.2.3", "V1.2.3", "1", "1.2", "0.0.0", "1.0.0-alpha.1", "1.0.0-0",
                           "1.0.0-a-b", "1.0.0+build.01", "1.0.0-rc.1+a-b", "99999999999999999999.0.0"}) {
    INFO(text);
    CHECK(SemanticVersion::read(text));
  }
  for (const auto* text :
       {"", "v", "1.", "1.2.", "01.2.3", "1.2.3.4", "1.2.3-", "1.2.3-01", "1.2.3-a..b", "1.2.3+", "1.2.3+a_b",
        "1.2-rc", "1+build", "a.b.c", "1.2.3 ", "-1.2.3", "vv1.2.3"}) {
    INFO(text);
    CHECK_FALSE(SemanticVersion::read(text));
  }
}

TEST_CASE("versions: precedence is that of semver.org") {
  const char* const rising[] = {"1.0.0-alpha",  "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta",
                                "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1",       "1.0.0",
                                "1.0.1",        "1.1",           "1.10.0",           "2",
                                "10.0.0"};
  for (std::size_t i = 0; i < std::size(rising); ++i) {
    for (std::size_t j = 0; j < std::size(rising); ++j) {
      INFO(rising[i] << " and " << rising[j]);
      const auto a = SemanticVersion::read(rising[i]), b = SemanticVersion::read(rising[j]);
      CHECK(compare(*a, *b) == (i < j ? -1 : i > j));
    }
  }
  CHECK(compare(*SemanticVersion::read("1.0.0+a"), *SemanticVersion::read("v1.0")) == 0);
}

TEST_CASE("murmur3: known hashes") {
  CHECK(murmur3("") == 0);
  CHECK(murmur3("ejOoVL") == 0);
  CHECK(murmur3("bY9fO-") == 1);
  CHECK(murmur3("SI7p-") == 2147483647u);
  CHECK(murmur3("6LvT0") == 2147483648u);
  CHECK(murmur3("ceQdGm") == 4294967295u);
  CHECK(murmur3("hello") == 0x248bfa47u);
  CHECK(murmur3("hello, world") == 0x149bbb7fu);
  CHECK(murmur3("The quick brown fox jumps over the lazy dog") == 0x2e4ff723u);
}
