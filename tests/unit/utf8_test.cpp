// UTF-8 at the level of bytes.
#include "core/utf8.hpp"

#include <string>

#include "catch.hpp"
#include "objectos/text.hpp"

using namespace objectos;

namespace {

std::string encoded(std::uint32_t c) {
  std::string out;
  utf8::append(out, c);
  return out;
}

/// Straight from the definition: decode by the lead byte's length, then look at the result.
bool well_formed(const std::string& s) {
  const auto byte = [&s](std::size_t i) { return static_cast<unsigned>(static_cast<unsigned char>(s[i])); };
  const std::size_t length = byte(0) < 0x80             ? 1
                             : (byte(0) & 0xE0) == 0xC0 ? 2
                             : (byte(0) & 0xF0) == 0xE0 ? 3
                             : (byte(0) & 0xF8) == 0xF0 ? 4
                                                        : 0;
  if (length != s.size()) return false;
  std::uint32_t c = length == 1 ? byte(0) : byte(0) & (0x7F >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return false;
    c = c << 6 | (byte(i) & 0x3F);
  }
  constexpr std::uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
  return c >= least[length] && c <= 0x10FFFF && (c < 0xD800 || c > 0xDFFF);
}

}  // namespace

TEST_CASE("every scalar value has its encoding and is read back", "[utf8]") {
  int wrong = 0;
  for (std::uint32_t c = 0; c <= 0x10FFFF; ++c) {
    if (c >= 0xD800 && c <= 0xDFFF) continue;
    const std::string text = encoded(c);
    const std::size_t length = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    if (text.size() != length || utf8::sequence_length(text) != length || !is_utf8(text)) ++wrong;
  }
  CHECK(wrong == 0);
}

TEST_CASE("every pair and every lead with its edges is judged by the definition", "[utf8]") {
  int wrong = 0;
  const auto judge = [&wrong](const std::string& s) {
    if ((utf8::sequence_length(s) == s.size()) != well_formed(s)) ++wrong;
  };
  const unsigned edges[] = {0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xFF};
  for (unsigned a = 0; a < 256; ++a) {
    judge({static_cast<char>(a)});
    for (unsigned b = 0; b < 256; ++b) {
      judge({static_cast<char>(a), static_cast<char>(b)});
      for (const unsigned c : edges) {
        judge({static_cast<char>(a), static_cast<char>(b), static_cast<char>(c)});
        for (const unsigned d : edges)
          judge({static_cast<char>(a), static_cast<char>(b), static_cast<char>(c), static_cast<char>(d)});
      }
    }
  }
  CHECK(wrong == 0);
}

TEST_CASE("overlong forms, surrogates and what lies beyond Unicode are refused", "[utf8]") {
  for (const char* text : {"\xC0\x80",
                           "\xC0\xAF",
                           "\xC1\xBF",
                           "\xE0\x80\xAF",
                           "\xE0\x9F\xBF",
                           "\xF0\x80\x80\xAF",
                           "\xF0\x8F\xBF\xBF",  // overlong
                           "\xED\xA0\x80",
                           "\xED\xBF\xBF",
                           "\xED\xA0\xBD\xED\xB8\x80",  // surrogates
                           "\xF4\x90\x80\x80",
                           "\xF5\x80\x80\x80",
                           "\xF8\x88\x80\x80\x80",
                           "\xFE",
                           "\xFF",  // beyond
                           "\x80",
                           "\xBF",
                           "\xC3",
                           "\xE2\x82",
                           "\xF0\x9F\x98",
                           "\xC3(",
                           "\xE2(\xAC",
                           "\xC3\xA9\xA9"}) {  // cut or stray
    CAPTURE(text);
    CHECK_FALSE(is_utf8(text));
  }
}

TEST_CASE("the valid prefix ends before the first fault, wherever it is", "[utf8]") {
  for (std::size_t at = 0; at < 40; ++at) {
    std::string text(40, 'x');
    text[at] = '\xFF';
    CHECK(utf8::valid_prefix(text) == at);
    text.replace(at, 1, "\xC3\xA9");
    CHECK(utf8::valid_prefix(text) == text.size());
    text.resize(at + 1);  // ends inside the character
    CHECK(utf8::valid_prefix(text) == at);
  }
  CHECK(utf8::valid_prefix("") == 0);
  CHECK(is_utf8(""));
  CHECK(is_utf8(std::string_view("\0", 1)));
}
