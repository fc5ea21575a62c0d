#include "redis/reply.hpp"

#include "catch.hpp"
#include "redis/connection.hpp"
#include "redis/storage_backend.hpp"
#include "thrown.hpp"

namespace {

using namespace objectos;
using namespace objectos::redis;

}  // namespace

TEST_CASE("redis: replies come out of pieces", "[redis]") {
  const std::string bytes = "+OK\r\n:42\r\n$5\r\na\r\nbc\r\n$-1\r\n*2\r\n$1\r\nx\r\n*0\r\n-WRONGTYPE no\r\n";
  Reader reader;
  std::vector<Reply> replies;
  for (const char c : bytes) {
    reader.feed({&c, 1});
    while (auto reply = reader.next()) replies.push_back(std::move(*reply));
  }
  REQUIRE(replies.size() == 6);
  CHECK(replies[0].text() == "OK");
  CHECK(replies[1].integer() == 42);
  CHECK(replies[2].text() == "a\r\nbc");
  CHECK(replies[3].is_nil());
  CHECK(replies[4].size() == 2);
  CHECK(replies[4][0].text() == "x");
  CHECK(replies[4][1].size() == 0);
  CHECK(replies[5].is_error());
  CHECK(thrown_code([&] { replies[0].integer(); }) == "unavailable");
  CHECK(thrown_code([&] { replies[1].text(); }) == "unavailable");
  CHECK(thrown_code([&] { replies[4][2]; }) == "unavailable");
}

TEST_CASE("redis: what is no reply is refused", "[redis]") {
  for (const char* bytes : {"HTTP/1.1 400 Bad Request\r\n", ":x\r\n", "*2147483647\r\n", "*1048577\r\n", "$x\r\n"}) {
    CAPTURE(bytes);
    CHECK(thrown_code([&] {
            Reader reader;
            reader.feed(bytes);
            reader.next();
          }) == "unavailable");
  }
}

TEST_CASE("redis: errors have the status they deserve", "[redis]") {
  const auto code = [](const char* text) { return std::string(errc_name(error_of(text).code())); };
  CHECK(code("NOAUTH Authentication required.") == "denied");
  CHECK(code("WRONGPASS invalid username-password pair or user is disabled.") == "denied");
  CHECK(code("NOPERM this user has no permissions to run the 'set' command") == "denied");
  CHECK(code("ERR AUTH <password> called without any password configured for the default user.") == "denied");
  CHECK(code("WRONGTYPE Operation against a key holding the wrong kind of value") == "data");
  CHECK(code("ERR Error running script (call to f_1): @user_script:7: WRONGTYPE Operation against") == "data");
  CHECK(code("ERR DB index is out of range") == "usage");
  for (const char* text : {"LOADING Redis is loading", "OOM command not allowed", "READONLY You can't", "BUSY Redis",
                           "CLUSTERDOWN Hash slot not served", "MASTERDOWN Link", "MISCONF Redis", "TRYAGAIN x",
                           "ERR max number of clients reached", "ERR unknown command 'SET'"})
    CHECK(code(text) == "unavailable");
}

TEST_CASE("redis: an error repeats no argument of a command", "[redis]") {
  const Error error = error_of("ERR unknown command 'SET', with args beginning with: 'k' 'secret'");
  CHECK(std::string(error.what()).find("secret") == std::string::npos);
}

TEST_CASE("redis: a command is an array of strings", "[redis]") {
  std::string out;
  append_command(out, std::array<std::string_view, 3>{"SET", "k\r\n", ""});
  CHECK(out == "*3\r\n$3\r\nSET\r\n$3\r\nk\r\n\r\n$0\r\n\r\n");
}

TEST_CASE("redis: values are stored as JSON text, bytes behind a NUL", "[redis]") {
  for (const Value& value : {Value::string("ü\n"), Value::json("{\"b\":1,\"a\":[1.50]}"), Value(),
                             Value::bytes(""), Value::bytes("12"), Value::bytes(std::string("\0\xff", 2))}) {
    std::string stored;
    append_stored(stored, value);
    CHECK(value_of(stored) == value);
  }
  std::string stored;
  append_stored(stored, Value::bytes("12"));
  CHECK(stored == std::string("\0"
                              "12",
                              3));
}

TEST_CASE("redis: what other programs stored is read as well as can be", "[redis]") {
  CHECK(value_of("hello") == Value::string("hello"));
  CHECK(value_of("") == Value::string(""));
  CHECK(value_of("007") == Value::string("007"));
  CHECK(value_of("7").type() == Value::Type::number);
  CHECK(value_of("\xff\xfe") == Value::bytes("\xff\xfe"));
}
