// The number that chooses a plural form, and whose rules choose it.
#include "i18n/plural.hpp"

#include "catch.hpp"
#include "icu/plural_data.hpp"
#include "objectos/error.hpp"
#include "thrown.hpp"

using namespace objectos;
using i18n::Count;
using i18n::PluralCategory;
using i18n::PluralSet;

TEST_CASE("a count is its absolute value and the decimals that are written") {
  CHECK(Count::parse("0").is(0));
  CHECK(Count::parse("-1").is(1));
  CHECK(Count::parse("+12").is(12));
  CHECK(Count(5).is(5));
  CHECK_FALSE(Count::parse("1.0").is(1));
  CHECK(Count::parse("1.50").decimals() == "50");
  CHECK(Count(UINT64_MAX).whole() == UINT64_MAX);
}

TEST_CASE("a count of any length keeps its last seven digits") {
  CHECK(Count::parse("123456789012345678901234567890").whole() % Count::modulus == 4'567'890);
  CHECK(Count::parse(std::string(100, '9')).whole() >= Count::modulus);
}

TEST_CASE("what is no number in digits is no count") {
  for (const char* text :
       {"", "-", ".", "1.", ".5", "1e400", "0x10", " 1", "1 ", "inf", "nan", "1,5", "--1"}) {
    INFO(text);
    CHECK(thrown_code([&] { Count::parse(text); }) == "usage");
  }
  CHECK(thrown_code([] { Count::parse(std::string(401, '1')); }) == "usage");
}

TEST_CASE("rules are found by tag, by language, in any spelling") {
  const auto& data = icu::plural_data();
  CHECK(data.find("ru") != nullptr);
  CHECK(data.find("RU") == data.find("ru"));
  CHECK(data.find("ru-RU") == data.find("ru"));
  CHECK(data.find("zh_Hant_TW") == data.find("zh"));
  CHECK(data.find("pt_pt") == data.find("pt-PT"));
  CHECK(data.find("pt-PT") != data.find("pt"));
  CHECK(data.find("pt-BR") == data.find("pt"));
  CHECK(data.find("iw") == data.find("he"));
  CHECK(data.find("in") == data.find("id"));
  CHECK(data.find("no") == data.find("nb"));
  CHECK(data.find("sh") == data.find("sr"));
  CHECK(std::stoi(data.cldr_version()) >= 42);  // of ICU 72, in Debian 12
}

TEST_CASE("of an unknown language nothing is known") {
  const auto& data = icu::plural_data();
  for (const char* tag : {"", "root", "kaa", "frp", "xx", "-", "en.json", "../en", "percentages"}) {
    INFO(tag);
    CHECK(data.find(tag) == nullptr);
  }
  CHECK(data.find(std::string(10'000, 'e')) == nullptr);
}

TEST_CASE("decimals count as they are written") {
  const auto& english = *icu::plural_data().find("en");
  CHECK(english.of(Count::parse("1")) == PluralCategory::one);
  CHECK(english.of(Count::parse("1.0")) == PluralCategory::other);
  const auto& russian = *icu::plural_data().find("ru");
  CHECK(russian.of(Count::parse("1.5")) == PluralCategory::other);
  const auto& latvian = *icu::plural_data().find("lv");
  CHECK(latvian.of(Count::parse("0.1")) == PluralCategory::one);
  CHECK(latvian.of(Count::parse("10.0")) == PluralCategory::zero);
}

TEST_CASE("whole numbers of any size choose as their last digits do") {
  const auto& russian = *icu::plural_data().find("ru");
  CHECK(russian.of(1) == PluralCategory::one);
  CHECK(russian.of(11) == PluralCategory::many);
  CHECK(russian.of(10'000'000'001) == PluralCategory::one);
  CHECK(russian.of(UINT64_MAX) == PluralCategory::many);  // …615
  const auto& spanish = *icu::plural_data().find("es");
  CHECK(spanish.of(1'000'000) == PluralCategory::many);
  CHECK(spanish.of(7'000'000'000'000) == PluralCategory::many);
  CHECK(spanish.of(7'000'000'000'001) == PluralCategory::other);
  CHECK(spanish.of(Count::parse("1" + std::string(40, '0'))) == PluralCategory::many);
  const auto& english = *icu::plural_data().find("en");
  CHECK(english.of(Count::parse("1" + std::string(40, '0') + "1")) == PluralCategory::other);
}
