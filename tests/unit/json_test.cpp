// JSON as text: what is valid, where it stops being so, what compact() and quoted() make of it.
#include "objectos/json.hpp"

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "catch.hpp"
#include "thrown.hpp"

using namespace objectos;

namespace {

bool valid(std::string_view text) {
  return thrown([&] { json::check(text); }) == "nothing";
}
std::string fault(std::string_view text) {
  return thrown([&] { json::check(text, {"f", 1}); });
}
std::string nested(std::size_t depth, char open = '[', char close = ']') {
  return std::string(depth, open) + std::string(depth, close);
}
std::string unquoted(std::string_view text) {
  std::string out;
  json::append_unquoted(out, text);
  return out;
}

}  // namespace

TEST_CASE("numbers follow the grammar of RFC 8259", "[json]") {
  for (const char* text : {"0", "-0", "1", "10", "-1", "0.0", "1.5", "0e0", "1E+2", "1e-2", "1.25e10",
                           "123456789012345678901234567890", "1e999999", "-0.0e-0"}) {
    CAPTURE(text);
    CHECK(valid(text));
    CHECK(json::kind_of(text) == json::Kind::number);
  }
  for (const char* text :
       {"-",   "+1",  "01",  "-01",      "00",        "1.", ".5", "-.5", "1e",   "1e+",  "1.e1",
        "0x1", "1_0", "NaN", "Infinity", "-Infinity", "1a", "0-", "--1", "1..2", "1e1.5"}) {
    CAPTURE(text);
    CHECK_FALSE(valid(text));
  }
}

TEST_CASE("literals are lower case and whole", "[json]") {
  for (const char* text : {"true", "false", "null", " \t\r\n null \t\r\n "}) CHECK(valid(text));
  for (const char* text : {"", " ", "tru", "truE", "True", "nul", "nulll", "falsey", "t", "undefined", "'a'",
                           "\v1", "\xC2\xA0 1",
                           "\xEF\xBB\xBF"
                           "1"}) {
    CAPTURE(text);
    CHECK_FALSE(valid(text));
  }
  CHECK_FALSE(valid(std::string_view("1\0", 2)));
  CHECK_FALSE(valid(std::string_view("\0", 1)));
}

TEST_CASE("strings: escapes, control characters, UTF-8", "[json]") {
  for (const char* text : {R"("")", R"("\"\\\/\b\f\n\r\t")", R"("\u0000\uFFFF\uabcd\uABCD")", R"("\ud800")",
                           R"("\udc00\ud800")", "\"\x7F\"", "\"\xC3\xA9\xF4\x8F\xBF\xBF\""}) {
    CAPTURE(text);
    CHECK(valid(text));
  }
  for (const char* text :
       {"\"", "\"abc", R"("\")", R"("\)", R"("\x41")", R"("\u12")", R"("\u12G4")", R"("\u")", R"("\U0041")",
        R"("\a")", R"("\'")", "\"\t\"", "\"\n\"", "\"\x1F\"", "\"a\"b"}) {
    CAPTURE(text);
    CHECK_FALSE(valid(text));
  }
  CHECK_FALSE(valid(std::string_view("\"\0\"", 3)));
  CHECK_FALSE(valid(std::string_view("\"\\\0\"", 4)));
}

TEST_CASE("every byte in every place of an eight-byte group is looked at", "[json]") {
  // The scan takes eight bytes at a time: each byte value at each offset of a long string.
  for (int c = 0; c < 256; ++c) {
    for (std::size_t at = 0; at < 17; ++at) {
      std::string text = "\"" + std::string(17, 'x') + "\"";
      text[1 + at] = static_cast<char>(c);
      const bool plain = c >= 0x20 && c < 0x80 && c != '"' && c != '\\';
      if (valid(text) != plain) FAIL_CHECK("byte " << c << " at " << at);
    }
  }
  SUCCEED();
}

TEST_CASE("objects and arrays", "[json]") {
  for (const char* text : {"{}", "[]", " { } ", "[ ]", "[1,2]", R"({"a":1,"a":2})", R"({"":{}})",
                           "[[],{},[{}]]", " [ 1 , { \"a\" : [ ] } ] "})
    CHECK(valid(text));
  for (const char* text : {"{",        "[",          "]",      "}",     "[1",    "[1,",
                           "[1,]",     "[,1]",       "[,]",    "[1 2]", "[1]]",  "{\"a\"}",
                           "{\"a\":}", "{\"a\":1,}", "{,}",    "{a:1}", "{1:1}", "{\"a\":1 \"b\":2}",
                           "{\"a\"1}", "{\"a\"::1}", "[}",     "{]",    "[1}",   "{\"a\":1]",
                           "1 2",      "{} {}",      "[1]//x", "/**/1", ":",     ","}) {
    CAPTURE(text);
    CHECK_FALSE(valid(text));
  }
}

TEST_CASE("1024 levels are read, 1025 are not, a million do no harm", "[json]") {
  CHECK(valid(nested(1024)));
  CHECK(valid(nested(1023, '[', ']').insert(1023, "{}")));
  CHECK(fault(nested(1025)) == "data: f:1:1025: nested deeper than 1024 levels");
  CHECK_FALSE(valid(nested(1'000'000)));
  CHECK_FALSE(valid(std::string(1'000'000, '[')));
  std::string objects, closing;
  for (int i = 0; i < 1024; ++i) objects += "{\"a\":", closing += '}';
  CHECK(valid(objects + "1" + closing));
  CHECK_FALSE(valid(objects + "{}" + closing));
  std::string wide = "[";  // depth is given back
  for (int i = 0; i < 3000; ++i) wide += "[[]],";
  CHECK(valid(wide + "1]"));
}

TEST_CASE("a fault is told with its line and column", "[json]") {
  CHECK(fault("") == "data: f:1:1: a JSON value is expected, the text ends here");
  CHECK(fault("\n\n  x") == "data: f:3:3: a JSON value is expected");
  CHECK(fault("[1,\n 2,\n]") == "data: f:3:1: a JSON value is expected");
  CHECK(fault("{\"a\":1\n,b}") == "data: f:2:2: a key in quotes is expected");
  CHECK(fault("{\"a\" 1}") == "data: f:1:6: \":\" is expected");
  CHECK(fault("[1 2]") == "data: f:1:4: \",\" or \"]\" is expected");
  CHECK(fault("{\"a\":1 2}") == "data: f:1:8: \",\" or \"}\" is expected");
  CHECK(fault("1 1") == "data: f:1:3: nothing is expected behind the value");
  CHECK(fault("[\"abc") == "data: f:1:2: this string is never closed");
  CHECK(fault("\"a\tb\"") == "data: f:1:3: a control character must be escaped in a string");
  CHECK(fault("\"a\xFF\"") == "data: f:1:3: this is not valid UTF-8");
  CHECK(fault("\"a\\q\"") == "data: f:1:3: no such escape in JSON");
  CHECK(fault("\"\\u12x4\"") == "data: f:1:2: \\u needs four hexadecimal digits");
  CHECK(fault("[-]") == "data: f:1:2: this is not a JSON number");
  CHECK(fault("\r\n\r\n]") == "data: f:3:1: a JSON value is expected");
  CHECK(thrown([&] { json::check("x", {"lines", 17}); }) == "data: lines:17:1: a JSON value is expected");
}

TEST_CASE("compact takes blanks between tokens and nothing else", "[json]") {
  CHECK(json::compact(" { \"a b\" : [ 1 , \" \\\" \" , true ] } \r\n") == R"({"a b":[1," \" ",true]})");
  CHECK(json::compact("\"\\\\\" ") == R"("\\")");
  CHECK(json::compact("[ \"\\\\\" , \"\\\\\\\"  \" ]") == R"(["\\","\\\"  "])");
  CHECK(json::compact("\t-0.50e+1\n") == "-0.50e+1");
  const std::string once = json::compact(" [ { } , [ ] , \"\\u0020 \" ] ");
  CHECK(json::compact(once) == once);
}

TEST_CASE("quoted is what JavaScript's JSON.stringify makes", "[json]") {
  // Written by node: JSON.stringify of U+0000 to U+007F, then some beyond.
  std::string all;
  for (int c = 0; c < 128; ++c) all += static_cast<char>(c);
  CHECK(
      json::quoted(all) ==
      R"("\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\b\t\n\u000b\f\r\u000e\u000f\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~)"
      "\x7F\"");
  CHECK(json::quoted("\xE2\x80\xA8\xE2\x80\xA9\xC3\xA9\xF0\x9F\x98\x80/") ==
        "\"\xE2\x80\xA8\xE2\x80\xA9\xC3\xA9\xF0\x9F\x98\x80/\"");
  CHECK(json::quoted("") == "\"\"");
  CHECK(unquoted(json::quoted(all)) == all);
}

TEST_CASE("unquoted reads every escape", "[json]") {
  CHECK(unquoted(R"("\"\\\/\b\f\n\r\t")") == "\"\\/\b\f\n\r\t");
  CHECK(unquoted(R"("\u0041\u00e9\u20AC\u0000")") == std::string("A\xC3\xA9\xE2\x82\xAC\0", 7));
  CHECK(unquoted(R"("\ud83d\ude00")") == "\xF0\x9F\x98\x80");
  CHECK(unquoted(R"("\uDBFF\uDFFF")") == "\xF4\x8F\xBF\xBF");
}

TEST_CASE("a lone surrogate becomes U+FFFD and takes nothing with it", "[json]") {
  const std::string r = "\xEF\xBF\xBD";
  CHECK(unquoted(R"("\ud800")") == r);
  CHECK(unquoted(R"("\udc00")") == r);
  CHECK(unquoted(R"("\ud800x")") == r + "x");
  CHECK(unquoted(R"("\ud800\n")") == r + "\n");
  CHECK(unquoted(R"("\ud800\u0041")") == r + "A");
  CHECK(unquoted(R"("\ud800\ud83d\ude00")") == r + "\xF0\x9F\x98\x80");
  CHECK(unquoted(R"("\ude00\ud83d")") == r + r);
  CHECK(unquoted(R"("\ud83d\\ude00")") == r + "\\ude00");
}

TEST_CASE("bytes take the form {\"$base64\":…}", "[json]") {
  std::string out = "x";
  json::append_bytes(out, std::string_view("\0\xFF", 2));
  CHECK(out == R"(x{"$base64":"AP8="})");
}

TEST_CASE("kind_of looks at the first byte behind blanks", "[json]") {
  CHECK(json::kind_of(" \"\"") == json::Kind::string);
  CHECK(json::kind_of("\n{}") == json::Kind::object);
  CHECK(json::kind_of("\t[]") == json::Kind::array);
  CHECK(json::kind_of("\rtrue") == json::Kind::boolean);
  CHECK(json::kind_of("false") == json::Kind::boolean);
  CHECK(json::kind_of("null") == json::Kind::null);
  CHECK(json::kind_of("-1") == json::Kind::number);
}

// ---- Reader ----------------------------------------------------------------------------------------------

TEST_CASE("the reader gives keys and values in their order, as written", "[json]") {
  const std::string text = R"( {"a" : 1.0, "\u0062":[ true , null ], "a": {"x":"y"}} )";
  json::Reader reader(text);
  std::string_view key;
  std::string scratch, seen;
  CHECK(reader.peek() == json::Kind::object);
  reader.begin_object();
  while (reader.next_key(key, scratch)) {
    seen += std::string(key) + "@" + std::to_string(reader.key_offset()) + "=";
    seen += std::string(reader.value()) + ";";
  }
  reader.end();
  CHECK(seen == R"(a@2=1.0;b@13=[ true , null ];a@39={"x":"y"};)");
}

TEST_CASE("the reader goes into nested arrays and objects", "[json]") {
  const std::string text = R"([[], {}, [1, "two"], {"k": [3]}])";
  json::Reader reader(text);
  std::string_view key;
  std::string scratch;
  reader.begin_array();
  REQUIRE(reader.next_element());
  reader.begin_array();
  CHECK_FALSE(reader.next_element());
  REQUIRE(reader.next_element());
  reader.begin_object();
  CHECK_FALSE(reader.next_key(key, scratch));
  REQUIRE(reader.next_element());
  reader.begin_array();
  REQUIRE(reader.next_element());
  CHECK(reader.value() == "1");
  REQUIRE(reader.next_element());
  CHECK(reader.string(scratch) == "two");
  CHECK_FALSE(reader.next_element());
  REQUIRE(reader.next_element());
  reader.begin_object();
  REQUIRE(reader.next_key(key, scratch));
  CHECK(key == "k");
  CHECK(reader.value() == "[3]");
  CHECK_FALSE(reader.next_key(key, scratch));
  CHECK_FALSE(reader.next_element());
  reader.end();
}

TEST_CASE("a string without escapes is a view into the text", "[json]") {
  const std::string text = R"(["plain", "esc\u0061ped"])";
  json::Reader reader(text);
  std::string scratch = "before";
  reader.begin_array();
  reader.next_element();
  const std::string_view plain = reader.string(scratch);
  CHECK(plain == "plain");
  CHECK(plain.data() == text.data() + 2);
  reader.next_element();
  CHECK(reader.string(scratch) == "escaped");
  CHECK(scratch == "escaped");
}

TEST_CASE("the reader tells what it expected", "[json]") {
  std::string scratch;
  std::string_view key;
  CHECK(thrown([&] { json::Reader("1", {"f"}).begin_object(); }) == "data: f:1:1: an object is expected");
  CHECK(thrown([&] { json::Reader(" {}", {"f"}).begin_array(); }) == "data: f:1:2: an array is expected");
  CHECK(thrown([&] { json::Reader("5", {"f"}).string(scratch); }) == "data: f:1:1: a string is expected");
  CHECK(thrown([&] { json::Reader("", {"f"}).string(scratch); }) == "data: f:1:1: a string is expected");
  CHECK(thrown([&] {
          json::Reader reader("[1,]", {"f"});
          reader.begin_array();
          while (reader.next_element()) reader.value();
        }) == "data: f:1:4: a JSON value is expected");
  CHECK(thrown([&] {
          json::Reader reader("{\"a\":1,}", {"f"});
          reader.begin_object();
          while (reader.next_key(key, scratch)) reader.value();
        }) == "data: f:1:8: a key in quotes is expected");
}

TEST_CASE("the dialect with comments takes comments and a last comma, strict takes neither", "[json]") {
  const auto reads = [](std::string_view text, json::Reader::Dialect dialect) {
    return thrown([&] {
      json::Reader reader(text, {"f"}, dialect);
      reader.value();
      reader.end();
    });
  };
  for (const char* text : {"// x\n1", "1 // x", "1//", "/**/1/***/", "/* a * / b */ 1", "[1,]", "{\"a\":1,}",
                           "[1,/*x*/]", "{\"a\"/*:*/:/*x*/1//\n,//\n}", "\"// no /* comment\"", "[[1,],]"}) {
    CAPTURE(text);
    CHECK(reads(text, json::Reader::Dialect::comments) == "nothing");
    if (std::string_view(text).front() != '"') CHECK(reads(text, json::Reader::Dialect::strict) != "nothing");
  }
  for (const char* text : {"[,]", "[1,,]", "{,}", "/1", "1/", "1/ /", "# x\n1", "//\n", "/*/1", "[1,,2]"}) {
    CAPTURE(text);
    CHECK(reads(text, json::Reader::Dialect::comments) != "nothing");
  }
  CHECK(reads("\n /* 1", json::Reader::Dialect::comments) == "data: f:2:2: this comment is never closed");
}

// ---- against a parser of somebody else
// ----------------------------------------------------------------------

TEST_CASE("check() accepts what nlohmann accepts, over thousands of damaged documents", "[json]") {
  const std::string seeds[] = {R"({"a":[1,-2.5e+10,true,false,null,"x\u00e9\ud83d\ude00\n"],"b":{"c":{}}})",
                               "[[[[[[]]]]],{},0,-0,1e5]",
                               R"("plain text that is longer than eight bytes, \"quoted\" \\ \/")",
                               " [ 1 , 2 ] \r\n\t",
                               "-12.75E-3",
                               "\"\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80\""};
  const std::string_view bytes =
      "{}[]:,\"\\/ \t\n0123456789+-.eEtrufalsn\x01\x1F\x7F\x80\xBF\xC0\xC3\xA9\xED\xA0\xF4\x90\xFF";
  std::uint32_t state = 42;
  const auto random = [&state](std::size_t limit) {
    state = state * 1664525u + 1013904223u;
    return static_cast<std::size_t>(state >> 8) % limit;
  };
  int accepted = 0, refused = 0;
  for (const std::string& seed : seeds) {
    for (int round = 0; round < 4000; ++round) {
      std::string text = seed;
      for (std::size_t edits = 1 + random(3); edits > 0; --edits) {
        const std::size_t at = random(text.size() + 1);
        switch (random(4)) {
          case 0: text.insert(at, 1, bytes[random(bytes.size())]); break;
          case 1: text.erase(at, 1 + random(3)); break;
          case 2: text.resize(at); break;
          default:
            if (at < text.size()) text[at] = bytes[random(bytes.size())];
        }
      }
      // Differences by design. nlohmann refuses a lone \u surrogate, which RFC 8259 and JavaScript let pass.
      // Not generated here: it refuses numbers beyond a double, and it skips a byte order mark.
      const bool ours = valid(text), theirs = nlohmann::json::accept(text);
      if (ours == theirs || (ours && text.find("\\u") != text.npos)) {
        ++(ours ? accepted : refused);
      } else {
        FAIL_CHECK((ours ? "only ours: " : "only nlohmann: ") << text);
      }
    }
  }
  CHECK(accepted > 1000);
  CHECK(refused > 1000);
}
