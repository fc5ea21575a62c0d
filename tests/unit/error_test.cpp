#include "objectos/error.hpp"

#include "catch.hpp"

using objectos::Errc;
using objectos::Error;
using objectos::Message;

TEST_CASE("an error keeps what is not changed when its place, kind or hint is") {
  const Error bare(Errc::data, Message("test.bad", "{{what}} is bad", {{"what", "x"}}),
                   Message("", "mend it"));
  const Error placed = bare.at("line 3").at("a.json");
  CHECK(placed.what() == std::string("a.json: line 3: x is bad"));
  CHECK(placed.place() == "a.json: line 3: ");
  CHECK(placed.hint().text() == "mend it");

  const Error other = placed.as(Errc::usage);
  CHECK(other.code() == Errc::usage);
  CHECK(other.what() == std::string(placed.what()));
  CHECK(other.message().id() == "test.bad");
  CHECK(other.hint().text() == "mend it");

  const Error advised = placed.with_hint(Message("", "throw it away"));
  CHECK(advised.code() == Errc::data);
  CHECK(advised.what() == std::string(placed.what()));
  CHECK(advised.hint().text() == "throw it away");
}

TEST_CASE("a hole without a value stays in a message") {
  CHECK(Message("", "{{a}} and {{b}}{{", {{"a", 1}}).text() == "1 and {{b}}{{");
  CHECK(Message("", "{{a}}", {{"a", "{{a}}"}}).text() == "{{a}}");
}

TEST_CASE("words in a message are known by their own id") {
  const Message message("test.is", "it is {{how}}", {{"how", Message("test.cold", "cold")}});
  CHECK(message.text() == "it is cold");
  REQUIRE(message.args().size() == 1);
  CHECK(message.args()[0].id == "test.cold");
}
