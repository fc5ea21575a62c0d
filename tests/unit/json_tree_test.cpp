// Trees that know where everything stood.
#include "core/json_tree.hpp"

#include "catch.hpp"
#include "thrown.hpp"

using namespace objectos;
using json::Reader;

namespace {

std::string fault(std::string_view text, Reader::Dialect dialect = Reader::Dialect::strict) {
  return thrown([&] { json::parse_tree(text, {"f", 1}, dialect); });
}

}  // namespace

TEST_CASE("a tree keeps order, text and places", "[json]") {
  const std::string text = "{\n  \"b\": [1, \"\\u0078\"],\n  \"a\": {\"c\": null}\n}";
  const json::Node root = json::parse_tree(text, {"f", 1}, Reader::Dialect::strict);
  CHECK(root.kind == json::Kind::object);
  CHECK(root.text == text);
  REQUIRE(root.members.size() == 2);
  CHECK(root.members[0].key == "b");
  CHECK(root.members[0].key_offset == 4);
  const json::Node& list = root.members[0].value;
  REQUIRE(list.elements.size() == 2);
  CHECK(list.offset == 9);
  CHECK(list.elements[0].text == "1");
  CHECK(list.elements[1].text == "\"\\u0078\"");
  CHECK(list.elements[1].string == "x");
  REQUIRE(root.find("a"));
  REQUIRE(root.find("a")->find("c"));
  CHECK(root.find("a")->find("c")->kind == json::Kind::null);
  CHECK(root.find("z") == nullptr);
  CHECK(list.find("a") == nullptr);
}

TEST_CASE("a key may stand once in an object, however it is spelt", "[json]") {
  CHECK(fault("{\"a\":1,\n \"a\":2}") == "data: f:2:2: this key stands twice in one object");
  CHECK(fault(R"({"a":1,"\u0061":2})") == "data: f:1:8: this key stands twice in one object");
  CHECK(fault(R"({"a":{"a":1},"b":{"a":1},"A":1})") == "nothing");
}

TEST_CASE("a tree has a hundred levels", "[json]") {
  const auto arrays = [](std::size_t depth, std::string core) {
    return std::string(depth, '[') + core + std::string(depth, ']');
  };
  CHECK(fault(arrays(100, "")) == "nothing");
  CHECK(fault(arrays(100, "1")) == "nothing");
  CHECK(fault(arrays(99, "{}")) == "nothing");
  CHECK(fault(arrays(101, "")) == "data: f:1:101: nested deeper than 100 levels");
  CHECK(fault(arrays(100, "{}")) == "data: f:1:101: nested deeper than 100 levels");
  CHECK(fault(std::string(1'000'000, '[')) == "data: f:1:101: nested deeper than 100 levels");
}

TEST_CASE("a tree is read whole", "[json]") {
  CHECK(fault("[1] 2") == "data: f:1:5: nothing is expected behind the value");
  CHECK(fault("") == "data: f:1:1: a JSON value is expected, the text ends here");
  CHECK(fault("[1,]") == "data: f:1:4: a JSON value is expected");
  CHECK(fault("{\"a\": }") == "data: f:1:7: a JSON value is expected");
  CHECK(fault("[1,] // end", Reader::Dialect::comments) == "nothing");
}

TEST_CASE("lines and columns count from one, columns in bytes", "[json]") {
  const std::string text = "a\n\xC3\xA9x\n";
  const auto at = [&text](std::size_t offset) {
    const json::LineColumn place = json::line_column(text, offset);
    return std::to_string(place.line) + ":" + std::to_string(place.column);
  };
  CHECK(at(0) == "1:1");
  CHECK(at(1) == "1:2");
  CHECK(at(2) == "2:1");
  CHECK(at(4) == "2:3");
  CHECK(at(6) == "3:1");
  CHECK(at(99) == "3:1");
}
