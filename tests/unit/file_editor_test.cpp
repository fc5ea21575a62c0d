// Translation files are changed where they are to change, and nowhere else.
#include "lint/file_editor.hpp"

#include <random>
#include <string>

#include "catch.hpp"

using namespace objectos;
using namespace objectos::i18n;
using namespace objectos::lint;

namespace {

using Kind = NewMember::Kind;

std::unique_ptr<const TranslationFile> parse(std::string text, FileFormat format) {
  return TranslationFile::parse("f", std::move(text), format);
}

/// The first node with that key.
std::uint32_t node_of(const TranslationFile& file, std::string_view key) {
  for (std::uint32_t i = 1; i < file.nodes().size(); ++i)
    if (file.nodes()[i].key == key) return i;
  FAIL("no key " << key);
  return 0;
}

NewMember text(std::string key, std::string value) {
  return {std::move(key), false, Kind::text, std::move(value), {}};
}
NewMember tree(std::string key, std::vector<NewMember> members) {
  return {std::move(key), false, Kind::object, {}, std::move(members)};
}

struct Change {
  std::string object;  // "" for the root
  std::string after;   // "" for first
  NewMember member;
};

std::string inserted(FileFormat format, const std::string& before, const std::vector<Change>& changes) {
  const auto file = parse(before, format);
  REQUIRE(!file->is_broken());
  FileEditor editor(*file);
  for (const Change& each : changes)
    editor.insert(each.object.empty() ? 0 : node_of(*file, each.object),
                  each.after.empty() ? 0 : node_of(*file, each.after), each.member);
  return editor.text();
}
std::string removed(FileFormat format, const std::string& before, const std::vector<std::string>& keys) {
  const auto file = parse(before, format);
  REQUIRE(!file->is_broken());
  FileEditor editor(*file);
  for (const std::string& key : keys) editor.remove(node_of(*file, key));
  return editor.text();
}
std::string set(FileFormat format, const std::string& before, const std::string& key,
                const std::string& value) {
  const auto file = parse(before, format);
  REQUIRE(!file->is_broken());
  FileEditor editor(*file);
  editor.set_text(node_of(*file, key), value);
  return editor.text();
}

constexpr FileFormat json = FileFormat::json, yaml = FileFormat::yaml;

}  // namespace

TEST_CASE("JSON: a member goes behind its neighbour, as the file writes them") {
  const NewMember x = text("x", "1");
  CHECK(inserted(json, "{\n  \"a\": \"1\",\n  \"b\": \"2\"\n}\n", {{"", "a", x}}) ==
        "{\n  \"a\": \"1\",\n  \"x\": \"1\",\n  \"b\": \"2\"\n}\n");
  CHECK(inserted(json, "{\n  \"a\": \"1\"\n}\n", {{"", "a", x}}) ==
        "{\n  \"a\": \"1\",\n  \"x\": \"1\"\n}\n");
  CHECK(inserted(json, "{\n\t\"a\" : \"1\"\n}", {{"", "", x}}) == "{\n\t\"x\" : \"1\",\n\t\"a\" : \"1\"\n}");
  CHECK(inserted(json, "{\r\n    \"a\": \"1\"\r\n}\r\n", {{"", "a", tree("o", {x, text("y", "2")})}}) ==
        "{\r\n    \"a\": \"1\",\r\n    \"o\": {\r\n        \"x\": \"1\",\r\n        \"y\": \"2\"\r\n    "
        "}\r\n}\r\n");
  CHECK(inserted(json, "{\"a\":\"1\",\"b\":\"2\"}", {{"", "a", x}, {"", "a", text("y", "2")}}) ==
        "{\"a\":\"1\",\"x\":\"1\",\"y\":\"2\",\"b\":\"2\"}");
  CHECK(inserted(json, "{\"a\": \"1\", \"b\": \"2\"}", {{"", "b", tree("o", {x, text("y", "2")})}}) ==
        "{\"a\": \"1\", \"b\": \"2\", \"o\": {\"x\": \"1\", \"y\": \"2\"}}");
  CHECK(inserted(json, "{\n  \"o\": {}\n}", {{"o", "", x}, {"o", "", text("y", "2")}}) ==
        "{\n  \"o\": {\n    \"x\": \"1\",\n    \"y\": \"2\"\n  }\n}");
  CHECK(inserted(json, "{}", {{"", "", x}}) == "{\"x\": \"1\"}");
  CHECK(inserted(json, "{\"a\": \"\\u00e9\"}", {{"", "a", text("x", "ü\"\\\n\xF0\x9F\x98\x80")}}) ==
        "{\"a\": \"\\u00e9\", \"x\": \"\\u00fc\\\"\\\\\\n\\ud83d\\ude00\"}");
  CHECK(inserted(json, "{\"a\": 1}", {{"", "a", {"x", false, Kind::literal, "yes", {}}}}) ==
        "{\"a\": 1, \"x\": \"yes\"}");
  CHECK(
      inserted(
          json, "{\"a\": 1}",
          {{"", "a", {"x", false, Kind::array, "", {text("", "b"), {"", false, Kind::literal, "2", {}}}}}}) ==
      "{\"a\": 1, \"x\": [\"b\", 2]}");
}

TEST_CASE("JSON: a member goes away with its comma") {
  CHECK(removed(json, "{\n  \"a\": 1,\n  \"b\": 2,\n  \"c\": 3\n}\n", {"b"}) ==
        "{\n  \"a\": 1,\n  \"c\": 3\n}\n");
  CHECK(removed(json, "{\n  \"a\": 1,\n  \"b\": 2\n}\n", {"b"}) == "{\n  \"a\": 1\n}\n");
  CHECK(removed(json, "{\n  \"a\": 1,\n  \"b\": {\"x\": 1},\n  \"c\": 3\n}\n", {"a", "b"}) ==
        "{\n  \"c\": 3\n}\n");
  CHECK(removed(json, "{\"a\":1,\"b\":2,\"c\":3}", {"b", "c"}) == "{\"a\":1}");
  CHECK(removed(json, "{\"a\":1,\"b\":2,\"c\":3}", {"a", "c"}) == "{\"b\":2}");
  CHECK(removed(json, "{\n  \"o\": {\n    \"a\": 1\n  }\n}", {"a"}) == "{\n  \"o\": {}\n}");
  // What is inside goes along, whatever was to be done there.
  const auto file = parse("{\"o\": {\"a\": \"1\"}, \"b\": 2}", json);
  FileEditor editor(*file);
  editor.set_text(2, "x");
  editor.insert(1, 2, text("y", ""));
  editor.remove(1);
  CHECK(editor.text() == "{\"b\": 2}");
}

TEST_CASE("JSON: a member comes where another goes") {
  const std::string before = "{\n  \"a\": \"1\",\n  \"b\": \"2\",\n  \"c\": \"3\"\n}\n";
  const auto file = parse(before, json);
  for (const std::string gone : {"a", "b", "c"}) {
    for (const std::string after : {"", "a", "b", "c"}) {
      FileEditor editor(*file);
      editor.insert(0, after.empty() ? 0 : node_of(*file, after), text("x", "4"));
      editor.remove(node_of(*file, gone));
      INFO(gone << " gone, after " << after << "\n" << editor.text());
      std::string order;
      const auto changed = parse(editor.text(), json);
      CHECK(!changed->is_broken());
      for (std::size_t i = 1; i < changed->nodes().size(); ++i) order += changed->nodes()[i].key;
      std::string wanted = "abc";
      wanted.insert(after.empty() ? 0 : wanted.find(after) + 1, "x");
      wanted.erase(wanted.find(gone), 1);
      CHECK(order == wanted);
    }
  }
}

TEST_CASE("YAML: a member goes behind its neighbour on lines of its own") {
  const NewMember x = text("x", "one: two");
  CHECK(inserted(yaml, "de:\n  a: eins # eins\n\n  # zwei\n  b: zwei\n", {{"de", "a", x}}) ==
        "de:\n  a: eins # eins\n  x: \"one: two\"\n\n  # zwei\n  b: zwei\n");
  CHECK(inserted(yaml, "de:\n  a: 'eins'", {{"de", "a", x}}) == "de:\n  a: 'eins'\n  x: 'one: two'");
  CHECK(inserted(yaml, "a: |\n  eins\n  zwei\nb: drei\n", {{"", "a", text("x", "y")}}) ==
        "a: |\n  eins\n  zwei\nx: y\nb: drei\n");
  CHECK(inserted(yaml, "o:\n    a: eins\n    p:\n        b: zwei\nc: drei\n", {{"o", "p", text("x", "y")}}) ==
        "o:\n    a: eins\n    p:\n        b: zwei\n    x: y\nc: drei\n");
  CHECK(inserted(yaml, "---\n# Kopf\na: eins\n", {{"", "", text("x", "y")}}) ==
        "---\n# Kopf\nx: y\na: eins\n");
  CHECK(inserted(yaml, "a: eins\r\n",
                 {{"", "a", tree("o", {text("no", "yes"), tree("p", {text("x", "a\nb")})})}}) ==
        "a: eins\r\no:\r\n  \"no\": \"yes\"\r\n  p:\r\n    x: \"a\\nb\"\r\n");
  CHECK(inserted(yaml, "l:\n  - a: eins\n    b: zwei\n", {{"", "l", text("x", "y")}}) ==
        "l:\n  - a: eins\n    b: zwei\nx: y\n");
  CHECK(inserted(yaml, "o: {a: eins, b: zwei}\n", {{"o", "a", text("x", "y")}}) ==
        "o: {a: eins, x: y, b: zwei}\n");
  CHECK(inserted(yaml, "o: {}\n", {{"o", "", text("x", "a, b")}}) == "o: {x: \"a, b\"}\n");
  CHECK(inserted(yaml, "a:\nb: eins\n", {{"", "a", text("x", "y")}}) == "a:\nx: y\nb: eins\n");
  CHECK(inserted(yaml, "a: eins\n",
                 {{"", "a", {"x", false, Kind::array, "", {text("", "b"), tree("", {text("k", "v")})}}}}) ==
        "a: eins\nx:\n  - b\n  - {k: v}\n");
}

TEST_CASE("YAML: a member goes away with its lines") {
  CHECK(removed(yaml, "a: eins\nb: zwei # hier\nc: drei\n", {"b"}) == "a: eins\nc: drei\n");
  CHECK(removed(yaml, "a: eins\n# zwei\nb: |\n  zwei\n  zwei\n", {"b"}) == "a: eins\n# zwei\n");
  CHECK(removed(yaml, "a: eins\nb: zwei", {"b"}) == "a: eins");
  CHECK(removed(yaml, "o: # hier\n  a: eins\n  b: zwei\np: drei\n", {"a", "b"}) == "o: {} # hier\np: drei\n");
  CHECK(removed(yaml, "a: eins\n", {"a"}) == "{}\n");
  CHECK(removed(yaml, "l:\n  - a: eins\n    b: zwei\n", {"a"}) == "l:\n  - b: zwei\n");
  CHECK(removed(yaml, "l:\n  - a: eins\n    b: zwei\n", {"a", "b"}) == "l:\n  - {}\n");
  CHECK(removed(yaml, "o: {a: eins, b: zwei, c: drei}\n", {"b", "c"}) == "o: {a: eins}\n");
}

TEST_CASE("a text changes in the bytes that differ") {
  CHECK(set(json, "{\"a\": \" x\\u00e9\\/ \"}", "a", "x\xC3\xA9/") == "{\"a\": \"x\\u00e9\\/\"}");
  CHECK(set(json, "{\"a\": \"\\ud83d\\ude00 {n}\"}", "a", "\xF0\x9F\x98\x80 {{n}}") ==
        "{\"a\": \"\\ud83d\\ude00 {{n}}\"}");
  CHECK(set(json, "{\"a\": 5}", "a", "5") == "{\"a\": \"5\"}");
  CHECK(set(yaml, "a: x {n} # c\n", "a", "x %{n}") == "a: \"x %{n}\" # c\n");
  CHECK(set(yaml, "a: 'it''s %{ n}'\n", "a", "it's %{n}") == "a: 'it''s %{n}'\n");
  CHECK(set(yaml, "a: \"\\x41  b\\n\"\n", "a", "A b\n") == "a: \"\\x41 b\\n\"\n");
  CHECK(set(yaml, "a: no # c\n", "a", "no") == "a: \"no\" # c\n");
  CHECK(set(yaml, "a: no\nb: 'x'\n", "a", "no") == "a: 'no'\nb: 'x'\n");
  CHECK(set(yaml, "a: eins\n  zwei\nb: x\n", "a", "eins zwei drei") == "a: \"eins zwei drei\"\nb: x\n");
  CHECK(set(yaml, "a: |\n  eins\n  zwei\nb: x\n", "a", "eins\nzwei") == "a: \"eins\\nzwei\"\nb: x\n");
  CHECK(set(yaml, "a: x  y\n", "a", "x y") == "a: x y\n");
  CHECK(set(yaml, "a:\nb: x\n", "a", "x") == "a: \"x\"\nb: x\n");
  CHECK(set(yaml, "a: x\n", "a", "x ") == "a: \"x \"\n");
}

TEST_CASE("what is put into YAML reads as what was meant") {
  for (const std::string value : {"",
                                  " ",
                                  "~",
                                  "null",
                                  "no",
                                  "1",
                                  "1:20",
                                  "a: b",
                                  "a #b",
                                  "#a",
                                  "- a",
                                  "?",
                                  ":",
                                  "a:",
                                  "[a",
                                  "{a",
                                  "&a",
                                  "*a",
                                  "!a",
                                  "|",
                                  ">",
                                  "'a'",
                                  "\"a\"",
                                  "%a",
                                  "@a",
                                  "`a",
                                  "a\nb",
                                  "a\tb",
                                  "\t",
                                  "\xC2\x85",
                                  "\xE2\x80\xA8",
                                  "\xEF\xBB\xBF",
                                  "\x01",
                                  "---",
                                  "...",
                                  "<<",
                                  "=",
                                  "a\\b",
                                  "2001-01-01",
                                  "é, b",
                                  "a}",
                                  "a]",
                                  "\xF0\x9F\x98\x80",
                                  "it's",
                                  "x: 'y'"}) {
    for (const char* before : {"a: x\n", "a: 'x'\n", "a: \"x\"\n", "o: {a: x}\n", "o: {a: 'x'}\n"}) {
      const auto file = parse(before, yaml);
      FileEditor editor(*file);
      const std::uint32_t object = file->nodes()[node_of(*file, "a")].parent;
      editor.insert(object, node_of(*file, "a"), text("k", value));
      editor.insert(object, 0, text(value.empty() ? "e" : value, "v"));
      const auto changed = parse(editor.text(), yaml);
      INFO(before << " → " << editor.text());
      REQUIRE(!changed->is_broken());
      const Node& node = changed->nodes()[node_of(*changed, "k")];
      CHECK(node.kind == NodeKind::string);
      CHECK(node.text == value);
      CHECK(changed->nodes()[node_of(*changed, value.empty() ? "e" : value)].text == "v");
      // And in the place of another.
      const auto again = parse(set(yaml, before, "a", value), yaml);
      REQUIRE(!again->is_broken());
      CHECK(again->nodes()[node_of(*again, "a")].text == value);
      CHECK(again->nodes()[node_of(*again, "a")].kind == NodeKind::string);
    }
  }
}
