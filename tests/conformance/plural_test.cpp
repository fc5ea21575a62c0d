// The plural rules of every language that ICU 72 (CLDR 42) knows: its categories, and which of them one whole
// number alone selects. Translations and the linter are built on these.
#include "i18n/plural.hpp"

#include <unicode/numberformatter.h>
#include <unicode/plurrule.h>

#include <array>
#include <map>
#include <sstream>
#include <string>

#include "catch.hpp"

using namespace objectos::i18n;

namespace {

struct Group {
  PluralSet categories;
  const char* languages;
};

constexpr auto zero = PluralCategory::zero;
constexpr auto one = PluralCategory::one;
constexpr auto two = PluralCategory::two;
constexpr auto few = PluralCategory::few;
constexpr auto many = PluralCategory::many;
constexpr auto other = PluralCategory::other;

const Group groups[] = {
    {{other},
     "bm bo dz hnj id ig ii in ja jbo jv jw kde kea km ko lkt lo ms my nqo osa sah ses sg su th to tpi vi wo "
     "yo "
     "yue zh"},
    {{one, other},
     "af ak am an as asa ast az bal bem bez bg bho bn brx ce ceb cgg chr ckb da de doi dv ee el en eo et eu "
     "fa ff "
     "fi fil fo fur fy gl gsw gu guw ha haw hi hu hy ia io is jgo ji jmc ka kab kaj kcg kk kkj kl kn ks ksb "
     "ku ky "
     "lb lg lij ln mas mg mgo mk ml mn mr nah nb nd ne nl nn nnh no nr nso ny nyn om or os pa pap pcm ps rm "
     "rof "
     "rwk saq sc scn sd sdh seh si sn so sq ss ssy st sv sw syr ta te teo ti tig tk tl tn tr ts tzm ug ur uz "
     "ve "
     "vo vun wa wae xh xog yi zu"},
    {{one, many, other}, "ca es fr it pt pt_PT vec"},
    {{one, few, other}, "bs hr mo ro sh shi sr"},
    {{one, few, many, other}, "cs lt sk be pl ru uk"},
    {{one, two, other}, "he iu iw naq sat se sma smi smj smn sms"},
    {{one, two, few, other}, "dsb gd hsb sl"},
    {{one, two, few, many, other}, "ga mt br gv"},
    {{zero, one, other}, "ksh lag lv prg"},
    {{zero, one, two, few, many, other}, "ar ars cy kw"},
};

// Categories that a single whole number below a million selects, and the number.
struct Single {
  PluralCategory category;
  std::uint64_t number;
  const char* languages;
};
const Single singles[] = {
    {one, 1,
     "af an ar ars asa ast az bal bem bez bg brx ca ce cgg chr ckb cs cy da de dv ee el en eo es et eu fi fo "
     "fur "
     "fy ga gl gsw ha haw he hu ia io it iu iw jgo ji jmc ka kaj kcg kk kkj kl ks ksb ksh ku kw ky lag lb lg "
     "lij "
     "mas mgo ml mn mo mr mt nah naq nb nd ne nl nn nnh no nr ny nyn om or os pap pl ps pt_PT rm ro rof rwk "
     "saq "
     "sat sc scn sd sdh se seh sk sma smi smj smn sms sn so sq ss ssy st sv sw syr ta te teo tig tk tn tr ts "
     "ug "
     "ur uz ve vec vo vun wae xh xog yi"},
    {two, 2, "ar ars cy ga he iu iw mt naq sat se sma smi smj smn sms"},
    {zero, 0, "ar ars cy ksh kw lag"},
    {few, 3, "cy"},
    {many, 6, "cy"},
};

template <class Each>
void each_word(const char* words, Each each) {
  std::istringstream in(words);
  for (std::string word; in >> word;) each(word);
}

std::string text_of(PluralSet set) {
  std::string text;
  for (const PluralCategory category : plural_categories) {
    if (set.has(category)) text += std::string(plural_name(category)) + " ";
  }
  return text;
}

// The numbers below a million that select a category: how many, and the first.
struct Range {
  std::uint64_t count = 0;
  std::uint64_t first = 0;
};
std::array<Range, 6> scan(const PluralRules& rules) {
  std::array<Range, 6> ranges;
  for (std::uint64_t n = 0; n < 1'000'000; ++n) {
    Range& range = ranges[static_cast<std::size_t>(rules.of(n))];
    if (range.count++ == 0) range.first = n;
  }
  return ranges;
}

}  // namespace

TEST_CASE("every language has the categories that CLDR 42 gives it") {
  std::size_t languages = 0;
  for (const Group& group : groups) {
    each_word(group.languages, [&](const std::string& language) {
      INFO(language);
      ++languages;
      const PluralRules* rules = plural_data().find(language);
      REQUIRE(rules);
      CHECK(text_of(rules->categories()) == text_of(group.categories));
    });
  }
  CHECK(languages == 218);
}

TEST_CASE("the categories that one whole number alone selects are the known ones") {
  // Languages share rules: each set of rules is scanned once.
  std::map<const PluralRules*, std::array<Range, 6>> scanned;
  std::map<std::string, std::string> found, wanted;
  for (const Group& group : groups) {
    each_word(group.languages, [&](const std::string& language) {
      const PluralRules* rules = plural_data().find(language);
      REQUIRE(rules);
      if (!scanned.count(rules)) scanned[rules] = scan(*rules);
      for (const PluralCategory category : plural_categories) {
        const Range& range = scanned[rules][static_cast<std::size_t>(category)];
        if (range.count == 1)
          found[language + " " + std::string(plural_name(category))] = std::to_string(range.first);
        // `other` and what only decimals or millions select may have no number here; nothing outside the set
        // may.
        if (range.count > 0) CHECK(rules->categories().has(category));
      }
    });
  }
  for (const Single& single : singles) {
    each_word(single.languages, [&](const std::string& language) {
      wanted[language + " " + std::string(plural_name(single.category))] = std::to_string(single.number);
    });
  }
  CHECK(found == wanted);
}

namespace {

/// What ICU's own evaluation says of a number.
std::string by_icu(const icu::PluralRules& rules, const std::string& number) {
  const std::size_t point = number.find('.');
  const auto decimals = point == number.npos ? 0 : static_cast<std::int32_t>(number.size() - point - 1);
  UErrorCode status = U_ZERO_ERROR;
  const auto formatted = icu::number::NumberFormatter::withLocale(icu::Locale::getRoot())
                             .precision(icu::number::Precision::fixedFraction(decimals))
                             .formatDecimal(number, status);
  std::string keyword;
  rules.select(formatted, status).toUTF8String(keyword);
  return U_SUCCESS(status) ? keyword : u_errorName(status);
}

/// Of every kind that a rule may tell apart.
std::vector<std::string> numbers() {
  std::vector<std::string> all;
  for (const char* whole : {"0",       "1",      "2",     "3",         "4",
                            "5",       "6",      "10",    "11",        "12",
                            "19",      "20",     "21",    "22",        "71",
                            "100",     "101",    "1000",  "1000000",   "1000001",
                            "2000000", "100000", "20000", "123456789", "1000000000000"}) {
    all.emplace_back(whole);
    for (const char* decimals :
         {"0", "00", "1", "10", "01", "2", "4", "5", "11", "12", "19", "21", "50", "110", "0001"})
      all.push_back(std::string(whole) + "." + decimals);
  }
  return all;
}

}  // namespace

TEST_CASE("plural rules are evaluated as ICU evaluates them") {
  const std::vector<std::string> samples = numbers();
  for (const Group& group : groups) {
    each_word(group.languages, [&](const std::string& language) {
      UErrorCode status = U_ZERO_ERROR;
      const std::unique_ptr<icu::PluralRules> theirs(
          icu::PluralRules::forLocale(icu::Locale(language.c_str()), status));
      REQUIRE(U_SUCCESS(status));
      const PluralRules& ours = *plural_data().find(language);
      std::string differences;
      for (const std::string& number : samples) {
        if (plural_name(ours.of(Count::parse(number))) != by_icu(*theirs, number))
          differences += " " + number;
      }
      for (std::int32_t n = 0; n < 2000; ++n) {
        std::string keyword;
        theirs->select(n).toUTF8String(keyword);
        if (plural_name(ours.of(static_cast<std::uint64_t>(n))) != keyword)
          differences += " " + std::to_string(n);
      }
      INFO(language);
      CHECK(differences == "");
    });
  }
}
