// A stored value: JSON text or bytes.
#include "objectos/value.hpp"

#include <cmath>
#include <cstdlib>
#include <limits>
#include <nlohmann/json.hpp>

#include "catch.hpp"
#include "thrown.hpp"

using objectos::Value;
using Type = Value::Type;

TEST_CASE("each maker makes its type", "[value]") {
  CHECK(Value().type() == Type::null);
  CHECK(Value::string("x").type() == Type::string);
  CHECK(Value::number(std::int64_t{1}).type() == Type::number);
  CHECK(Value::number(-0.5).type() == Type::number);
  CHECK(Value::boolean(true).type() == Type::boolean);
  CHECK(Value::boolean(false).raw() == "false");
  CHECK(Value::json("{}").type() == Type::object);
  CHECK(Value::json("[]").type() == Type::array);
  CHECK(Value::json("\"x\"").type() == Type::string);
  CHECK(Value::bytes("null").type() == Type::bytes);
  CHECK(Value::bytes("").type() == Type::bytes);
}

TEST_CASE("types have the field's names", "[value]") {
  std::string names;
  for (const Type type :
       {Type::string, Type::number, Type::boolean, Type::null, Type::object, Type::array, Type::bytes})
    names += std::string(objectos::type_name(type)) + " ";
  CHECK(names == "string number boolean null object array bytes ");
}

TEST_CASE("text is what get prints", "[value]") {
  CHECK(Value::string("a\"b\n\xC3\xA9").text() == "a\"b\n\xC3\xA9");
  CHECK(Value::json(R"( "\u00e9" )").text() == "\xC3\xA9");
  CHECK(Value::json(" {\"a\" : 1.0} ").text() == "{\"a\":1.0}");
  CHECK(Value::bytes(std::string("\0\xFF", 2)).text() == std::string("\0\xFF", 2));
  CHECK(Value::bytes("\"x\"").text() == "\"x\"");
  CHECK(Value().text() == "null");
}

TEST_CASE("blanks that another program stored are not part of the value", "[value]") {
  const Value string = Value::stored(" \t\"a b\" \r\n", {"x"});
  CHECK(string.type() == Type::string);
  CHECK(string.text() == "a b");
  CHECK(string.raw() == " \t\"a b\" \r\n");  // kept byte for byte all the same
  CHECK(Value::stored(" 1 ", {"x"}).text() == "1");
  CHECK(Value::stored("{\n \"a\": \"\\n\"\n}\n", {"x"}).to_json() ==
        "{\"a\":\"\\n\"}");  // never more than a line
  CHECK(Value::stored("\"\"", {"x"}).text().empty());
}

TEST_CASE("json() keeps the text and refuses what is none", "[value]") {
  CHECK(Value::json("[1, 1.0, 1e0, 12345678901234567890]").raw() == "[1,1.0,1e0,12345678901234567890]");
  CHECK(Value::json(R"({"b":1,"a":2,"b":3})").raw() == R"({"b":1,"a":2,"b":3})");
  CHECK(thrown([] {
          Value::json("{", {"--as json", 1});
        }) == "data: --as json:1:2: a key in quotes is expected");
  CHECK(thrown([] {
          Value::stored("", {"v", 1});
        }) == "data: v:1:1: a JSON value is expected, the text ends here");
}

TEST_CASE("a string is valid UTF-8", "[value]") {
  CHECK(thrown([] { Value::string("\xFF"); }) == "data: value: not valid UTF-8");
  CHECK(Value::string(std::string_view("\0", 1)).raw() == "\"\\u0000\"");
  CHECK(Value::string(std::string_view("\0", 1)).text() == std::string("\0", 1));
}

TEST_CASE("numbers are in shortest form and read back the same", "[value]") {
  CHECK(Value::number(std::numeric_limits<std::int64_t>::min()).raw() == "-9223372036854775808");
  CHECK(Value::number(0.1).raw() == "0.1");
  CHECK(Value::number(1.0).raw() == "1");
  CHECK(Value::number(1e100).raw() == "1e+100");
  for (const double x : {0.1 + 0.2, 1.0 / 3, 5e-324, 1.7976931348623157e308, -2.5e-10, 123456789.125}) {
    const Value value = Value::number(x);
    CHECK_NOTHROW(objectos::json::check(value.raw()));
    CHECK(std::strtod(value.raw().c_str(), nullptr) == x);
  }
  CHECK(thrown_code([] { Value::number(std::nan("")); }) == "data");
  CHECK(thrown_code([] { Value::number(-std::numeric_limits<double>::infinity()); }) == "data");
}

TEST_CASE("bytes take the marked form in JSON", "[value]") {
  std::string out = "[";
  Value::bytes(std::string("\0\xFF", 2)).append_json(out);
  Value::string("x").append_json(out);
  CHECK(out == R"([{"$base64":"AP8="}"x")");
}

TEST_CASE("values are equal in type and text", "[value]") {
  CHECK(Value::json("1") == Value::number(std::int64_t{1}));
  CHECK(Value::json("1") != Value::json("1.0"));
  CHECK(Value::json("1") != Value::string("1"));
  CHECK(Value::json("1") != Value::bytes("1"));
}

TEST_CASE("a tree on request", "[value]") {
  CHECK(Value::json("{\"a\":[1,null]}").json()["a"][0] == 1);
  CHECK(Value::bytes("foo").json()["$base64"] == "Zm9v");
}
