// A translated text: its placeholders lie in it one behind the other, and filling in changes nothing else.
// The same bytes as a number and as a plural rule.
#include "fuzz.hpp"
#include "i18n/count.hpp"
#include "i18n/fill.hpp"
#include "icu/plural_rule.hpp"

using namespace objectos;
using i18n::next_placeholder;

namespace {

bool is_inside(std::string_view part, std::string_view whole) {
  return part.empty() ||
         (part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size());
}

void check_text(std::string_view text, const i18n::Delimiters& delimiters) {
  std::size_t from = 0;
  std::string rebuilt;
  std::size_t named_x = 0;
  while (const auto found = next_placeholder(text, from, delimiters)) {
    MUST_HOLD(found->begin >= from && found->end > found->begin && found->end <= text.size());
    const std::string_view all = text.substr(found->begin, found->end - found->begin);
    MUST_HOLD(all.starts_with(delimiters.open) && all.ends_with(delimiters.close));
    MUST_HOLD(!found->name.empty() && is_inside(found->name, all));
    MUST_HOLD(is_inside(found->directive, all) && is_inside(found->argument, all));
    const bool is_x = found->name == "x" && found->directive.empty();
    rebuilt += text.substr(from, found->begin - from);
    rebuilt += is_x ? std::string_view("<value>") : all;
    named_x += is_x ? 1 : 0;
    from = found->end;
  }
  rebuilt += text.substr(from);
  MUST_HOLD(i18n::fill(text, {}, {delimiters, "en", {}}) == text);
  MUST_HOLD(i18n::fill(text, {{"", "value"}}, {delimiters, "en", {}}) == text);
  // Directives would ask ICU, which is not what is tested here.
  if (text.find_first_of(",|") == text.npos)
    MUST_HOLD(i18n::fill(text, {{"x", "<value>"}}, {delimiters, "en", {}}) == rebuilt);
  MUST_HOLD(named_x > 0 || rebuilt == text);
}

void check_count(std::string_view text) {
  const auto count = i18n::Count::of(text);
  if (!count) return;
  MUST_HOLD(succeeds(Errc::usage, [&] { Number::parse(text); }));
  MUST_HOLD(count->whole() < 10 * i18n::Count::modulus * i18n::Count::modulus);
  icu::PluralOperands operands(*count);
  MUST_HOLD(operands.trimmed_count <= operands.decimal_count);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = as_text(data, size);
  check_text(text, {});
  check_text(text, {"%{", "}"});
  check_text(text, {"$", "$"});
  check_text(text, {"{", "}"});
  check_count(text);
  if (const auto rule = icu::PluralRule::parse(text)) rule->matches(icu::PluralOperands(std::uint64_t{7}));
  return 0;
}
