// Patterns over keys.
#include <string>
#include <vector>

#include "catch.hpp"
#include "objectos/text.hpp"
#include "thrown.hpp"

using objectos::Glob;

namespace {

/// The characters that a text of at most `length` of them may have here.
std::vector<std::string> texts(const std::vector<std::string>& alphabet, std::size_t length) {
  std::vector<std::string> all = {""};
  for (std::size_t begin = 0, n = 0; n < length; ++n) {
    const std::size_t end = all.size();
    for (; begin < end; ++begin) {
      for (const std::string& c : alphabet) all.push_back(all[begin] + c);
    }
  }
  return all;
}

bool matches(std::string_view pattern, std::string_view text) {
  return Glob(pattern).matches(text);
}

}  // namespace

TEST_CASE("stars cross everything", "[glob]") {
  CHECK(matches("*", ""));
  CHECK(matches("*", "a:b/c"));
  CHECK(matches("a*c", "a:b/c"));
  CHECK(matches("a*c", "ac"));
  CHECK_FALSE(matches("a*c", "acb"));
  CHECK(matches("*a*b*", "xaxbx"));
  CHECK_FALSE(matches("*a*b*", "xbxax"));
  CHECK(matches("**", ""));
  CHECK(matches("a**", "a"));
  CHECK_FALSE(matches("", "a"));
  CHECK(matches("", ""));
}

TEST_CASE("a question mark is one character, however many bytes it has", "[glob]") {
  CHECK(matches("?", "a"));
  CHECK(matches("?", "\xC3\xA9"));
  CHECK(matches("?", "\xF0\x9F\x98\x80"));
  CHECK_FALSE(matches("??", "\xC3\xA9"));
  CHECK(matches("*?", "\xC3\xA9"));
  CHECK_FALSE(matches("*??", "\xC3\xA9"));
  CHECK_FALSE(matches("?", ""));
  CHECK_FALSE(matches("?", "ab"));
}

TEST_CASE("sets", "[glob]") {
  CHECK(matches("[abc]", "b"));
  CHECK_FALSE(matches("[abc]", "d"));
  CHECK(matches("[a-c]x", "cx"));
  CHECK_FALSE(matches("[a-c]", "-"));
  CHECK(matches("[!a-c]", "d"));
  CHECK_FALSE(matches("[!a-c]", "b"));
  CHECK_FALSE(matches("[!a]", ""));
  CHECK(matches("[]]", "]"));
  CHECK(matches("[!]]", "a"));
  CHECK_FALSE(matches("[!]]", "]"));
  CHECK(matches("[a-]", "-"));
  CHECK(matches("[-a]", "-"));
  CHECK(matches("[\\]]", "]"));
  CHECK(matches("[\\!a]", "!"));
  CHECK(matches("[a!]", "!"));
  CHECK(matches("[\\\\]", "\\"));
  CHECK(matches("[*?]", "*"));
  CHECK_FALSE(matches("[*?]", "a"));
  CHECK(matches("[[]", "["));
  CHECK_FALSE(matches("[z-a]", "m"));
  CHECK(matches("[+--]", ","));
}

TEST_CASE("sets hold whole characters", "[glob]") {
  CHECK(matches("[\xC3\xA9]", "\xC3\xA9"));
  CHECK_FALSE(matches("[\xC3\xA9]", "\xC3\xAA"));
  CHECK(matches("[a-\xC3\xBF]", "\xC3\xA9"));
  CHECK_FALSE(matches("[a-\xC3\xBF]", "\xC4\x80"));
  CHECK_FALSE(matches("[!\xC3\xA9]", "\xC3\xA9"));
  // A star ends between characters, never inside one.
  CHECK_FALSE(matches("*[!\xC3\xA9]", "\xC3\xA9"));
  CHECK_FALSE(matches("*[a-\xC3\xBF]", "\xC9\x90"));
  CHECK(matches("*[!\xC3\xA9]", "\xC3\xA9x"));
}

TEST_CASE("a backslash makes the next character itself", "[glob]") {
  CHECK(matches("\\*", "*"));
  CHECK_FALSE(matches("\\*", "a"));
  CHECK(matches("\\a\\?\\[\\\\", "a?[\\"));
  CHECK(matches("*\\**", "a*b"));
  CHECK_FALSE(matches("*\\**", "ab"));
  CHECK(matches("\\\xC3\xA9", "\xC3\xA9"));
}

TEST_CASE("an open set or a last backslash is refused", "[glob]") {
  for (const char* pattern : {"[", "a[", "[a", "[!", "[]", "[!]", "[\\]", "*[a-", "[a\\"}) {
    CAPTURE(pattern);
    CHECK(thrown([&] { Glob glob(pattern); }) ==
          "usage: pattern \"" + std::string(pattern) + "\": the [ is never closed");
  }
  CHECK(thrown([] { Glob glob("a\\"); }) == "usage: pattern \"a\\\": nothing follows the \\ at its end");
  CHECK(thrown([] { Glob glob("]"); }) == "nothing");
}

TEST_CASE("the prefix is what every match begins with", "[glob]") {
  CHECK(Glob("abc").prefix() == "abc");
  CHECK(Glob("abc").is_literal());
  CHECK(Glob("a\\*c").prefix() == "a*c");
  CHECK(Glob("a\\*c").is_literal());
  CHECK(Glob("a:*").prefix() == "a:");
  CHECK(Glob("a:*").is_prefix());
  CHECK_FALSE(Glob("a:*").is_literal());
  CHECK(Glob("a?b").prefix() == "a");
  CHECK_FALSE(Glob("a?b").is_prefix());
  CHECK(Glob("a[b]c").prefix() == "a");
  CHECK_FALSE(Glob("a*b").is_prefix());
  CHECK_FALSE(Glob("a*b*").is_prefix());
  CHECK(Glob().is_prefix());
  CHECK(Glob().prefix().empty());
  CHECK(Glob("").is_literal());
  CHECK(Glob("a\\*b*").prefix() == "a*b");
  CHECK(Glob("a\\*b*").is_prefix());
  CHECK(Glob("x*").pattern() == "x*");
}

TEST_CASE("prefix, literal and matches agree over all short texts", "[glob]") {
  const auto all = texts({"a", "b", "*", "[", "\xC3\xA9"}, 3);
  for (const char* pattern : {"a", "a*", "*a", "a?", "?a", "[ab]", "[!a]*", "\\**", "a[*[]", "", "*",
                              "\xC3\xA9*", "*\xC3\xA9", "a*b", "?*?"}) {
    const Glob glob(pattern);
    for (const std::string& text : all) {
      CAPTURE(pattern, text);
      const bool begins = text.compare(0, glob.prefix().size(), glob.prefix()) == 0;
      const bool match = glob.matches(text);
      CHECK((begins || !match));
      if (glob.is_prefix()) CHECK(match == begins);
      if (glob.is_literal()) CHECK(match == (text == glob.prefix()));
    }
  }
}

TEST_CASE("an escaped text matches itself and nothing else", "[glob]") {
  const auto all = texts({"a", "*", "?", "[", "]", "\\", "!", "-"}, 3);
  for (const std::string& text : all) {
    const Glob glob(Glob::escape(text));
    CAPTURE(text);
    CHECK(glob.is_literal());
    CHECK(glob.prefix() == text);
    CHECK(glob.matches(text));
    CHECK_FALSE(glob.matches(text + "a"));
  }
}

TEST_CASE("many stars do not blow up", "[glob]") {
  // A backtracking matcher would need more steps than there are atoms; this is pattern × text at most.
  std::string stars;
  for (int i = 0; i < 200; ++i) stars += "a*";
  const std::string text(4000, 'a');
  CHECK_FALSE(matches(stars + "b", text));
  CHECK(matches(stars, text));
  CHECK_FALSE(matches("*" + std::string(1000, 'a') + "b", text));
  CHECK_FALSE(matches("*" + std::string(500, '?') + "b*c", text));
  std::string sets;
  for (int i = 0; i < 100; ++i) sets += "*[a-b]";
  CHECK_FALSE(matches(sets + "c", text));
}

TEST_CASE("ill-formed bytes are characters of their own", "[glob]") {
  CHECK(matches("?", "\xFF"));
  CHECK(matches("??", "\xC3("));
  CHECK(matches("[\xFF]", "\xFF"));
  CHECK(matches("*", "\xFF\xFE"));
}
