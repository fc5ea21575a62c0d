#include "redis/cluster.hpp"

#include "catch.hpp"
#include "redis/connection.hpp"

namespace {

using namespace objectos::redis;
using objectos::Endpoint;

Reply reply_of(std::string_view bytes) {
  Reader reader;
  reader.feed(bytes);
  auto reply = reader.next();
  REQUIRE(reply);
  return std::move(*reply);
}

const Endpoint asked{"asked.example", 7000, {}};

}  // namespace

TEST_CASE("cluster: a key's slot is the CRC16 of the key or of its hashtag", "[redis]") {
  CHECK(slot_of("123456789") == 0x31C3);  // the specification's example
  CHECK(slot_of("") == 0);
  CHECK(slot_of("foo") == 12182);
  CHECK(slot_of("{foo}") == 12182);
  CHECK(slot_of("a{foo}b") == 12182);
  CHECK(slot_of("a{foo}{bar}") == 12182);
  CHECK(slot_of("{}foo") != 12182);  // an empty hashtag is none
  CHECK(slot_of("{foo") != 12182);
  CHECK(slot_of("foo{{bar}}zap") == slot_of("{bar"));
}

TEST_CASE("cluster: CLUSTER SLOTS makes a map", "[redis]") {
  const SlotMap map = SlotMap::from_reply(
      reply_of("*3\r\n"
               "*3\r\n:0\r\n:99\r\n*2\r\n$9\r\n127.0.0.1\r\n:7001\r\n"
               "*4\r\n:100\r\n:16383\r\n*2\r\n$2\r\n::\r\n:7002\r\n*2\r\n$1\r\nx\r\n:1\r\n"
               "*3\r\n:50\r\n:50\r\n*2\r\n$0\r\n\r\n:7003\r\n"),
      asked);
  REQUIRE(map.nodes().size() == 3);
  CHECK(*map.node(0) == Endpoint{"127.0.0.1", 7001, {}});
  CHECK(*map.node(16383) == Endpoint{"::", 7002, {}});
  CHECK(*map.node(50) == Endpoint{"asked.example", 7003, {}});  // a node that does not know its own name
}

TEST_CASE("cluster: ranges outside of the slots are passed over", "[redis]") {
  const SlotMap map =
      SlotMap::from_reply(reply_of("*2\r\n*3\r\n:-1\r\n:5\r\n*2\r\n$1\r\na\r\n:1\r\n"
                                   "*3\r\n:7\r\n:16384\r\n*2\r\n$1\r\na\r\n:1\r\n"),
                          asked);
  CHECK(map.nodes().empty());
  CHECK(map.node(5) == nullptr);
}

TEST_CASE("cluster: a saved map is read back", "[redis]") {
  SlotMap map;
  for (std::uint16_t slot = 0; slot < 6000; ++slot) map.set(slot, {"10.0.0.1", 7000, {}});
  map.set(3000, {"host.example", 7001, {}});
  map.set(16383, {"::1", 65535, {}});
  const auto again = SlotMap::parse(map.text());
  REQUIRE(again);
  CHECK(again->text() == map.text());
  CHECK(*again->node(2999) == Endpoint{"10.0.0.1", 7000, {}});
  CHECK(*again->node(3000) == Endpoint{"host.example", 7001, {}});
  CHECK(again->node(6000) == nullptr);
}

TEST_CASE("cluster: what is no map is none", "[redis]") {
  CHECK_FALSE(SlotMap::parse(""));
  CHECK_FALSE(SlotMap::parse("objectos slots 2\n"));
  for (const char* line : {"0 16384 7000 h", "5 4 7000 h", "0 5 0 h", "0 5 70000 h", "0 5 7000 ", "0 5 7000", "x",
                           "0 5x 7000 h", "-1 5 7000 h"}) {
    CAPTURE(line);
    CHECK_FALSE(SlotMap::parse("objectos slots 1\n" + std::string(line) + "\n"));
  }
}

TEST_CASE("cluster: redirections are read", "[redis]") {
  const auto moved = parse_redirection("MOVED 3999 127.0.0.1:6381", asked);
  REQUIRE(moved);
  CHECK(moved->slot == 3999);
  CHECK(moved->node == Endpoint{"127.0.0.1", 6381, {}});
  CHECK(parse_redirection("ASK 1 ::1:6381", asked)->node == Endpoint{"::1", 6381, {}});
  CHECK(parse_redirection("MOVED 1 :6381", asked)->node == Endpoint{"asked.example", 6381, {}});
  for (const char* text : {"MOVED", "MOVED 1", "MOVED 16384 a:1", "MOVED x a:1", "MOVED 1 a:0", "MOVED 1 a:99999"})
    CHECK_FALSE(parse_redirection(text, asked));
}
