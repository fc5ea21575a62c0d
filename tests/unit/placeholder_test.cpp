// What is a placeholder in a text, and what is text.
#include "i18n/placeholder.hpp"

#include <string>

#include "catch.hpp"

using namespace objectos::i18n;

namespace {

/// "name|directive|argument;…"
std::string found_in(std::string_view text, const Delimiters& delimiters = {}) {
  std::string out;
  std::size_t from = 0;
  while (const auto found = next_placeholder(text, from, delimiters)) {
    out.append(found->name)
        .append("|")
        .append(found->directive)
        .append("|")
        .append(found->argument)
        .append(";");
    from = found->end;
  }
  return out;
}

}  // namespace

TEST_CASE("placeholder: name, blanks and the dash") {
  CHECK(found_in("Hello {{name}}, {{ a }}{{- b}} {{-c -}}") == "name||;a||;b||;c -||;");
  CHECK(found_in("no placeholder { here } }}") == "");
}

TEST_CASE("placeholder: directives, behind a comma or a bar") {
  CHECK(found_in("{{n, number}}{{n|percent}}{{p , currency:EUR}}{{ d | date : long }}") ==
        "n|number|;n|percent|;p|currency|EUR;d|date|long;");
  CHECK(found_in("{{n,}}") == "n||;");
}

TEST_CASE("placeholder: what is not closed or not named is text") {
  CHECK(found_in("{{open") == "");
  CHECK(found_in("{{}} {{ }} {{-}} {{,number}} {{a}}") == "a||;");
  CHECK(found_in("{{open {{a}}") == "a||;");
  CHECK(found_in("{{{a}}}") == "a||;");
}

TEST_CASE("placeholder: where it stands") {
  const auto found = next_placeholder("ab{{ c }}d", 0, {});
  REQUIRE(found);
  CHECK(found->begin == 2);
  CHECK(found->end == 9);
  CHECK_FALSE(next_placeholder("ab{{ c }}d", 3, {}));
}

TEST_CASE("placeholder: other delimiters") {
  CHECK(found_in("%{a} {b} %{c, number}", {"%{", "}"}) == "a||;c|number|;");
  CHECK(found_in("{a} and {b}", {"{", "}"}) == "a||;b||;");
  CHECK(found_in("$a$ $b$", {"$", "$"}) == "a||;b||;");
}
