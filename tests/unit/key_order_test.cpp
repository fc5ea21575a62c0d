// Files whose keys are put in order: members move with what belongs to them, and nothing else changes.
#include "lint/key_order.hpp"

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "catch.hpp"
#include "i18n/translation_file.hpp"

using namespace objectos;
using namespace objectos::lint;
using i18n::FileFormat;
using i18n::TranslationFile;

namespace {

std::string sorted(const std::string& text, FileFormat format = FileFormat::yaml) {
  const auto file = TranslationFile::parse("f", text, format);
  REQUIRE_FALSE(file->is_broken());
  return with_sorted_keys(*file).value_or("(refused)");
}

std::string sorted_json(const std::string& text) {
  return sorted(text, FileFormat::json);
}

/// Members in a random order, with the comments, blanks and line ends that people write.
class Writer {
 public:
  Writer(std::mt19937& random, FileFormat format)
      : random_(random), format_(format), end_(pick(2) ? "\n" : "\r\n") {}

  std::string file() {
    std::string text;
    if (format_ == FileFormat::json) {
      text = object(0);
      return pick(2) ? text + end_ : text;
    }
    if (pick(3) == 0) text += "# of nobody" + end_ + end_;
    members(0, text);
    if (pick(4) == 0) text.resize(text.size() - end_.size());
    return text;
  }

 private:
  std::size_t pick(std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(random_); }

  std::vector<std::string> keys() {
    static const std::vector<std::string> words = {
        "alpha", "beta", "b-1", "Zeta", "x.y",      "\xC3\xA9t\xC3\xA9", "one",
        "other", "few",  "10",  "2",    "item_one", "item_other"};
    std::vector<std::string> list = words;
    std::shuffle(list.begin(), list.end(), random_);
    list.resize(1 + pick(5));
    if (pick(6) == 0) list = {"other", "one", "many"};
    return list;
  }

  std::string object(std::size_t depth) {
    const bool spreads = pick(3) != 0;
    const std::string gap = spreads ? end_ + std::string(2 * depth + 2, ' ') : "";
    std::string text = "{";
    for (const std::string& key : keys()) {
      if (text.size() > 1) text += spreads ? "," : ", ";
      text += gap + "\"" + key + "\"" + (pick(3) ? ": " : " :  ");
      text += depth < 3 && pick(3) == 0 ? object(depth + 1)
              : pick(5)                 ? "\"v" + std::to_string(++value_) + "\""
                                        : "[1, {\"b\":2,\"a\":1}]";
    }
    return text + (spreads ? end_ + std::string(2 * depth, ' ') : "") + "}";
  }

  void members(std::size_t depth, std::string& text) {
    const std::string indent(2 * depth, ' ');
    for (const std::string& key : keys()) {
      if (pick(5) == 0) text += indent + "# of " + key + end_;
      if (pick(8) == 0) text += end_;
      text += indent + (pick(4) ? "\"" + key + "\"" : "'" + key + "'") + ":";
      const std::size_t kind = pick(7);
      const std::string value = "v" + std::to_string(++value_);
      if (kind == 0 && depth < 3) {
        text += end_;
        members(depth + 1, text);
        if (pick(3) == 0) text += indent + "    # the end of " + key + end_;
        continue;
      }
      if (kind == 1) text += " |" + end_ + indent + "   " + value + end_ + indent + "   # no comment" + end_;
      if (kind == 2) text += " >-" + end_ + indent + "  " + value + end_ + end_ + indent + "  more" + end_;
      if (kind == 3) text += end_ + indent + "  - " + value + end_ + indent + "  - {b: 2, a: 1}" + end_;
      if (kind == 4) text += " {b: " + value + ", a: x} # here" + end_;
      if (kind == 0 || kind > 4) text += " " + value + (pick(4) ? "" : " # there") + end_;
    }
  }

  std::mt19937& random_;
  FileFormat format_;
  std::string end_;
  int value_ = 0;
};

std::size_t out_of_order(const TranslationFile& file) {
  std::size_t count = 0;
  const auto& nodes = file.nodes();
  for (std::uint32_t object = 0; object < nodes.size(); ++object) {
    if (nodes[object].kind != i18n::NodeKind::object || !can_sort(file, object)) continue;
    const KeyOrder order(file, object);
    std::string_view last;
    for (std::uint32_t child = object + 1; child < nodes[object].end; child = nodes[child].end) {
      if (KeyOrder::has_place(nodes[child].key)) continue;
      if (!last.empty() && order.is_before(nodes[child].key, last)) ++count;
      last = nodes[child].key;
    }
  }
  return count;
}

std::string letters_of(std::string text) {
  std::erase_if(text, [](char c) { return c == '\n' || c == '\r'; });
  std::sort(text.begin(), text.end());
  return text;
}

}  // namespace

TEST_CASE("members of JSON change places, commas and blanks do not") {
  CHECK(sorted_json("{\"b\": 1,\n  \"a\" : {\"d\":[2], \"c\":3}\n}\n") ==
        "{\"a\" : {\"c\":3, \"d\":[2]},\n  \"b\": 1\n}\n");
  CHECK(sorted_json("{\r\n  \"b\": \"x\",\r\n\r\n  \"a\": \"y\"\r\n}") ==
        "{\r\n  \"a\": \"y\",\r\n\r\n  \"b\": \"x\"\r\n}");
  CHECK(sorted_json("{\"x\":[{\"b\":1,\"a\":2}]}") == "{\"x\":[{\"a\":2,\"b\":1}]}");
  CHECK(sorted_json("{}") == "{}");
}

TEST_CASE("members of YAML move with their comments") {
  CHECK(sorted("# file\n\nb: 1 # of b\n# of a\na:\n  d: |\n    x\n    # text\n\n  c: y\n") ==
        "# file\n\n# of a\na:\n  c: y\n\n  d: |\n    x\n    # text\nb: 1 # of b\n");
  CHECK(sorted("b:\n  x: 1\n  # was y\na: 2\n") == "a: 2\nb:\n  x: 1\n  # was y\n");
  CHECK(sorted("b: 1\r\na: 2") == "a: 2\r\nb: 1");
  CHECK(sorted("---\nde:\n  b: {d: 1, c: 2}\n  a:\n    - z\n    - y\n...\n") ==
        "---\nde:\n  a:\n    - z\n    - y\n  b: {c: 2, d: 1}\n...\n");
  CHECK(sorted("b:\n# left\n  x: 1\na: 2\n") == "a: 2\nb:\n# left\n  x: 1\n");
}

TEST_CASE("plural forms are in the order of CLDR where there is nothing else, digits stay") {
  CHECK(sorted("other: 1\none: 2\nfew: 3\n") == "one: 2\nfew: 3\nother: 1\n");
  CHECK(sorted("other: 1\none: 2\nfew: 3\ngo: 4\n") == "few: 3\ngo: 4\none: 2\nother: 1\n");
  CHECK(sorted_json("{\"b\":1,\"10\":2,\"a\":3,\"2\":4}") == "{\"a\":3,\"10\":2,\"b\":1,\"2\":4}");
}

TEST_CASE("what cannot be moved with certainty stays") {
  CHECK(sorted("b: &x {d: 1}\na: *x\n") == "b: &x {d: 1}\na: *x\n");
  CHECK(sorted("a: &x {d: 1, c: 2}\np:\n  <<: *x\n  b: 2\n  a: 3\n") ==
        "a: &x {c: 2, d: 1}\np:\n  <<: *x\n  b: 2\n  a: 3\n");
  CHECK(sorted("q: &x {d: 1}\np:\n  <<: *x\n  b: 2\n") == "(refused)");  // before what it names
  CHECK(sorted("x:\n- b: 1\n  a: 2\n- {d: 1, c: 2}\n") == "x:\n- b: 1\n  a: 2\n- {c: 2, d: 1}\n");
  // The text would have a line end that it did not have.
  CHECK(sorted("b: 1\na: |\n  x") == "(refused)");
}

TEST_CASE("of two keys of one name the later stays the later") {
  CHECK(sorted_json("{\"b\":1,\"a\":2,\"b\":3}") == "{\"a\":2,\"b\":1,\"b\":3}");
}

TEST_CASE("files that people might write are in order afterwards, with all that was in them") {
  for (const FileFormat format : {FileFormat::json, FileFormat::yaml}) {
    std::size_t changed = 0;
    for (unsigned seed = 0; seed < 500; ++seed) {
      std::mt19937 random(seed);
      const std::string text = Writer(random, format).file();
      INFO(seed << "\n" << text);
      const auto file = TranslationFile::parse("f", text, format);
      REQUIRE_FALSE(file->is_broken());
      const auto once = with_sorted_keys(*file);
      if (!once) {  // the line end of the last text
        CHECK((format == FileFormat::yaml && !text.ends_with('\n')));
        continue;
      }
      INFO(*once);
      const auto now = TranslationFile::parse("f", *once, format);
      CHECK(out_of_order(*now) == 0);
      CHECK(letters_of(*once) == letters_of(text));
      CHECK(once->size() == text.size());
      CHECK(with_sorted_keys(*now) == *once);
      changed += *once != text;
    }
    CHECK(changed > 300);
  }
}
