// Translation files: what is read, where it stands, what is wrong, and that one fault hides nothing behind
// it.
#include "i18n/translation_file.hpp"

#include <string>

#include "catch.hpp"

using namespace objectos;
using namespace objectos::i18n;

namespace {

std::unique_ptr<const TranslationFile> json(std::string text) {
  return TranslationFile::parse("en.json", std::move(text), FileFormat::json);
}
std::unique_ptr<const TranslationFile> yaml(std::string text) {
  return TranslationFile::parse("en.yml", std::move(text), FileFormat::yaml);
}

std::string at(const TranslationFile& file, std::uint32_t offset) {
  const Position place = file.position(offset);
  return std::to_string(place.line) + ":" + std::to_string(place.column);
}

/// A line for each node below the root: its depth in blanks, key and value with their places.
std::string tree(const TranslationFile& file) {
  static constexpr const char* kinds[] = {"object", "array", "", "number ", "boolean ", "null "};
  std::string out;
  const auto& nodes = file.nodes();
  for (std::uint32_t i = 1; i < nodes.size(); ++i) {
    const Node& node = nodes[i];
    std::string indent;
    for (std::uint32_t up = node.parent; up != 0; up = nodes[up].parent) indent += "  ";
    out += indent;
    if (!node.key_span.begin && !node.key_span.end) {
      out += "-";
    } else {
      out += std::string(node.key) + "@" + at(file, node.key_span.begin);
    }
    out += std::string(" = ") + kinds[static_cast<int>(node.kind)] + std::string(node.text) + "@" +
           at(file, node.span.begin) + "-" + at(file, node.span.end);
    if (node.is_copied) out += " copied";
    out += "\n";
  }
  return out;
}

std::string faults(const TranslationFile& file) {
  std::string out;
  for (const Fault& fault : file.faults())
    out += at(file, fault.span.begin) + "-" + at(file, fault.span.end) + " " +
           (fault.kind == Fault::Kind::syntax ? "syntax" : "encoding") + (fault.is_fatal ? "! " : " ") +
           fault.message.text() + "\n";
  return out;
}

std::string deep(std::string_view open, std::size_t levels) {
  std::string text;
  for (std::size_t i = 0; i < levels; ++i) text += open;
  return text;
}

}  // namespace

TEST_CASE("JSON: keys and values with their places, columns in characters", "[i18n]") {
  const auto file =
      json("{\n  \"a\": \"é x\", \"b\": {\"c\": [1, true, null]},\n  \"d\\u0041\": \"q\\\"\\n\"\n}\n");
  CHECK(faults(*file).empty());
  CHECK(tree(*file) ==
        "a@2:3 = é x@2:8-2:13\n"
        "b@2:15 = object@2:20-2:42\n"
        "  c@2:21 = array@2:26-2:41\n"
        "    - = number 1@2:27-2:28\n"
        "    - = boolean true@2:30-2:34\n"
        "    - = null null@2:36-2:40\n"
        "dA@3:3 = q\"\n@3:14-3:21\n");
  CHECK(at(*file, file->nodes()[0].span.end) == "4:2");
  CHECK(file->line(2) == "  \"a\": \"é x\", \"b\": {\"c\": [1, true, null]},");
}

TEST_CASE("JSON: duplicates stay, in their order", "[i18n]") {
  const auto file = json(R"({"a":"1","a":"2"})");
  CHECK(faults(*file).empty());
  CHECK(tree(*file) == "a@1:2 = 1@1:6-1:9\na@1:10 = 2@1:14-1:17\n");
}

TEST_CASE("JSON: a fault hides nothing behind it", "[i18n]") {
  struct Case {
    const char* text;
    const char* fault;
    const char* keys;
  };
  for (const Case& c : {
           Case{R"({"a":"1" "b":"2"})", "1:9-1:10 syntax! a comma is missing behind this value\n", "a b"},
           Case{R"({"a":"1",,"b":"2"})", "1:10-1:11 syntax! nothing stands before this comma\n", "a b"},
           Case{R"({"a":"1","b":"2",})", "1:17-1:18 syntax! JSON allows no comma behind the last value\n",
                "a b"},
           Case{R"({"a" "1","b":"2"})", "1:2-1:5 syntax! a colon is missing behind this key\n", "a b"},
           Case{R"({"a":,"b":"2"})", "1:2-1:5 syntax! this key has no value\n", "b"},
           Case{R"({a:"1","b":"2"})", "1:2-1:3 syntax! a key in double quotes is expected here\n", "a b"},
           Case{R"({'a':"1","b":"2"})", "1:2-1:5 syntax! a key in double quotes is expected here\n", "'a' b"},
           Case{R"({"a":text,"b":"2"})",
                "1:6-1:10 syntax! a value is expected here: a text needs double quotes\n", "b"},
           Case{R"({"a":'t',"b":"2"})",
                "1:6-1:9 syntax! a value is expected here: a text needs double quotes\n", "b"},
           Case{R"({"a":01,"b":"2"})", "1:6-1:8 syntax! 01 is not a number in JSON\n", "a b"},
           Case{R"({"a":"\x","b":"2"})", "1:7-1:9 syntax! \\x is no escape in JSON\n", "a b"},
           Case{"{\"a\":\"t\n,\"b\":\"2\"}", "1:6-1:8 syntax! this text is not closed on its line\n", "a b"},
           Case{R"({"a":"1"],"b":"2"})",
                "1:9-1:10 syntax! ] closes an object, which needs }\n"
                "1:10-1:11 syntax! something stands behind the end of the object\n",
                "a"},
           Case{R"({"a":{"x":"1","b":"2"})", "1:1-1:2 syntax! this { is never closed\n", "a x b"},
           Case{R"({"a":"1")", "1:1-1:2 syntax! this { is never closed\n", "a"},
           Case{"{// no\n\"a\":\"1\"}", "1:2-1:4 syntax! JSON has no comments\n", "a"},
           Case{"", "1:1-1:1 syntax! the file is empty\n", ""},
           Case{"[1]", "1:1-1:2 syntax! the file must hold an object: { \"key\": \"text\" }\n", ""},
           Case{"{} x", "1:4-1:5 syntax! something stands behind the end of the object\n", ""},
       }) {
    CAPTURE(c.text);
    const auto file = json(c.text);
    CHECK(faults(*file) == c.fault);
    std::string keys;
    for (const Node& node : file->nodes())
      if (!node.key.empty()) keys += (keys.empty() ? "" : " ") + std::string(node.key);
    CHECK(keys == c.keys);
    CHECK(file->is_broken());
  }
}

TEST_CASE("encoding: what is wrong with the bytes, and where", "[i18n]") {
  CHECK(faults(*json("\xEF\xBB\xBF{\"a\":\"1\"}")) ==
        "1:1-1:1 encoding the file begins with a byte order mark (EF BB BF)\n");
  CHECK(tree(*json("\xEF\xBB\xBF{\"a\":\"1\"}")) == "a@1:2 = 1@1:6-1:9\n");
  CHECK(
      faults(*json("{\"a\":\"\xE9t\xE9\"}")) ==
      "1:7-1:8 encoding! byte 6: E9 is not valid UTF-8\n1:9-1:10 encoding! byte 8: E9 is not valid UTF-8\n");
  CHECK(faults(*json(std::string("{\"a\":\"\0\"}", 9))) ==
        "1:7-1:8 encoding! byte 6: control character 00 in a text; write \\u0000\n");
  CHECK(faults(*json(R"({"a":"\u0007"})")) == "1:6-1:14 encoding the text holds the control character 07\n");
  CHECK(faults(*json(R"({"a":"\ud83d"})")) ==
        "1:7-1:13 encoding \\ud83d is half of a character: the other half is missing\n");
  CHECK(faults(*json(R"({"a":"\ud83d\ude00"})")).empty());
  CHECK(faults(*json(std::string("\xFF\xFE{\0", 4))) ==
        "1:1-1:3 encoding! the file is UTF-16; translation files are UTF-8\n");
  CHECK(faults(*yaml("a: \xE9t\xE9\nb: x\n")) ==
        "1:4-1:5 encoding! byte 3: E9 is not valid UTF-8\n1:6-1:7 encoding! byte 5: E9 is not valid UTF-8\n");
  CHECK(faults(*yaml("a: x\x01y\nb: x\n")) == "1:5-1:6 encoding! byte 4: control character 01\n");
  CHECK(faults(*yaml("a: x\xEF\xBF\xBFy\nb: x\n")) ==
        "1:5-1:6 encoding! byte 4: a character that YAML does not allow\n");
}

TEST_CASE("YAML: keys and values with their places", "[i18n]") {
  const auto file = yaml(
      "---\nen: # the root\n  \"a b\": 'it''s'\n  é: über x\n  list:\n  - one\n  -\n  flow: {x: 1, y: no}\n  "
      "text: |\n"
      "    two\n    lines\n\n  last: \"\\u00e9\"\n");
  CHECK(faults(*file).empty());
  CHECK(tree(*file) ==
        "en@2:1 = object@3:3-13:17\n"
        "  a b@3:3 = it's@3:10-3:17\n"
        "  é@4:3 = über x@4:6-4:12\n"
        "  list@5:3 = array@6:3-7:4\n"
        "    - = one@6:5-6:8\n"
        "    - = null @7:4-7:4\n"
        "  flow@8:3 = object@8:9-8:22\n"
        "    x@8:10 = number 1@8:13-8:14\n"
        "    y@8:16 = boolean no@8:19-8:21\n"
        "  text@9:3 = two\nlines\n@9:9-11:10\n"
        "  last@13:3 = é@13:9-13:17\n");
}

TEST_CASE("YAML: aliases and merges stand for what the anchor names", "[i18n]") {
  CHECK(tree(*yaml("a: &x\n  b: 1t\n  c: 2t\nd: *x\ne:\n  <<: *x\n  c: own\nf: &s text\ng: *s\n")) ==
        "a@1:1 = object@2:3-3:8\n  b@2:3 = 1t@2:6-2:8\n  c@3:3 = 2t@3:6-3:8\n"
        "d@4:1 = object@4:4-4:6 copied\n  b@4:4 = 1t@4:4-4:6 copied\n  c@4:4 = 2t@4:4-4:6 copied\n"
        "e@5:1 = object@6:3-7:9\n  c@7:3 = own@7:6-7:9\n  b@6:7 = 1t@6:7-6:9 copied\n"
        "f@8:1 = text@8:7-8:11\ng@9:1 = text@9:4-9:6 copied\n");
  CHECK(tree(*yaml("a: &x {k: v}\nb: &y {l: w}\nc:\n  <<: [*x, *y]\n")) ==
        "a@1:1 = object@1:7-1:13\n  k@1:8 = v@1:11-1:12\nb@2:1 = object@2:7-2:13\n  l@2:8 = w@2:11-2:12\n"
        "c@3:1 = object@4:3-4:14\n  k@4:8 = v@4:8-4:10 copied\n  l@4:12 = w@4:12-4:14 copied\n");
  CHECK(faults(*yaml("a: *none\nb: x\n")) == "1:4-1:9 syntax! no anchor &none stands before this\n");
  std::string bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n";
  for (char c = 'b'; c < 'j'; ++c) {
    bomb += std::string(1, c) + ": &" + c + " [";
    for (int i = 0; i < 9; ++i) bomb += (i ? ",*" : "*") + std::string(1, static_cast<char>(c - 1));
    bomb += "]\n";
  }
  const auto file = yaml(bomb);
  CHECK(file->nodes().size() < TranslationFile::max_copied_nodes + 1000);
  CHECK_THAT(faults(*file), ContainsSubstring("aliases stand for more than 1000000 values"));
}

TEST_CASE("YAML: a fault hides nothing behind it", "[i18n]") {
  const auto file = yaml("en:\n  a: x\n  b: y: z\n  c: w\n  d: \"open\n  e: last\nf: g\n\th: i\n");
  CHECK(faults(*file) ==
        "3:7-3:10 syntax! mapping values are not allowed in this context\n"
        "5:6-5:11 syntax! found unexpected end of stream\n"
        "8:1-8:6 syntax! found a tab character that violates indentation\n");
  CHECK(tree(*file) ==
        "en@1:1 = object@2:3-6:10\n  a@2:3 = x@2:6-2:7\n  c@4:3 = w@4:6-4:7\n  e@6:3 = last@6:6-6:10\n"
        "f@7:1 = g@7:4-7:5\n");
  CHECK(faults(*yaml("a: 1\n---\nb: 2\n")) ==
        "3:1-3:1 syntax a second document begins here: only the first is read\n");
  CHECK(faults(*yaml("- a\n")) == "1:1-1:1 syntax! the file must hold a mapping: key: text\n");
  CHECK(faults(*yaml("")) == "1:1-1:1 syntax! the file is empty\n");
  CHECK(faults(*yaml("---\n")) == "2:1-2:1 syntax! the file is empty\n");
  CHECK(faults(*yaml("? [a, b]\n: c\nd: e\n")) ==
        "1:3-1:4 syntax! a key must be a text, not a list or mapping\n");
}

TEST_CASE("nothing recurses over the depth of a file", "[i18n]") {
  for (const auto& file : {json(deep("{\"a\":", 100'000)), json("{\"a\":" + deep("[", 100'000)),
                           yaml(deep("{a: ", 100'000)), yaml("a: " + deep("[", 100'000))}) {
    CHECK_THAT(faults(*file), ContainsSubstring("nested deeper than 200 levels"));
    CHECK(file->nodes().size() < 300);
  }
}

TEST_CASE("what a plain scalar of YAML is", "[i18n]") {
  const auto kind = [](std::string_view text) {
    const auto file = yaml("k: " + std::string(text) + "\n");
    return file->nodes().at(1).kind;
  };
  for (const char* text : {"", "~", "null", "NULL"}) CHECK(kind(text) == NodeKind::null);
  for (const char* text : {"yes", "No", "ON", "off", "true", "False"}) CHECK(kind(text) == NodeKind::boolean);
  for (const char* text : {"0", "-1", "1_000", "0x1F", "017", "1.5", ".5", "1e3", "1.5e-3", "12:30",
                           "1:02:03", ".inf", ".NaN"}) {
    CAPTURE(text);
    CHECK(kind(text) == NodeKind::number);
  }
  for (const char* text : {"y", "n", "nO", "yess", "1x", "1.2.3", "12:75", "-", "+", "e3", "2024-01-15",
                           "'no'", "\"1\"", "!!str 1"}) {
    CAPTURE(text);
    if (std::string_view(text) != "-") CHECK(kind(text) == NodeKind::string);
  }
  CHECK(kind("!!int '1'") == NodeKind::number);
}
