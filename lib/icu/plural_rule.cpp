#include "icu/plural_rule.hpp"

#include <algorithm>

namespace objectos::icu {
namespace {

/// Rules ask for the last digits only: of a long row of them the last nine are kept.
std::uint64_t number_of(std::string_view digits) noexcept {
  constexpr std::size_t most = 9;
  std::uint64_t number = 0;
  for (const char digit : digits.substr(digits.size() - std::min(digits.size(), most)))
    number = number * 10 + static_cast<std::uint64_t>(digit - '0');
  return number;
}

}  // namespace

PluralOperands::PluralOperands(const i18n::Count& count) noexcept
    : whole(count.whole()), decimals(number_of(count.decimals())), decimal_count(count.decimals().size()) {
  const std::size_t end = count.decimals().find_last_not_of('0');
  if (end == std::string::npos) return;
  trimmed_count = end + 1;
  trimmed = number_of(std::string_view(count.decimals()).substr(0, trimmed_count));
}

bool PluralRule::Relation::holds(const PluralOperands& operands) const noexcept {
  std::uint64_t value = 0;
  switch (operand) {
    case 'i': value = operands.whole; break;
    case 'f': value = operands.decimals; break;
    case 't': value = operands.trimmed; break;
    case 'v': value = operands.decimal_count; break;
    case 'w': value = operands.trimmed_count; break;
    case 'n':
      if (operands.trimmed_count > 0) return is_negated;  // in no range of whole numbers
      value = operands.whole;
      break;
    default: break;  // c and e: no number here is written with an exponent
  }
  if (modulus != 0) value %= modulus;
  const bool is_in = std::any_of(ranges.begin(), ranges.end(), [value](const Range& range) {
    return value >= range.first && value <= range.last;
  });
  return is_in != is_negated;
}

bool PluralRule::matches(const PluralOperands& operands) const noexcept {
  return std::any_of(alternatives_.begin(), alternatives_.end(), [&](const std::vector<Relation>& relations) {
    return std::all_of(relations.begin(), relations.end(),
                       [&](const Relation& relation) { return relation.holds(operands); });
  });
}

// ---- reading

class PluralRuleReader {
 public:
  explicit PluralRuleReader(std::string_view text) : text_(text.substr(0, text.find('@'))) {}

  std::optional<PluralRule> read() {
    PluralRule rule;
    do {
      std::vector<PluralRule::Relation>& relations = rule.alternatives_.emplace_back();
      do {
        if (!read_relation(relations.emplace_back())) return std::nullopt;
      } while (skip("and"));
    } while (skip("or"));
    skip_blanks();
    return text_.empty() ? std::optional(std::move(rule)) : std::nullopt;
  }

 private:
  bool read_relation(PluralRule::Relation& relation) {
    skip_blanks();
    if (text_.empty() || std::string_view("niftvwce").find(text_[0]) == std::string_view::npos) return false;
    relation.operand = text_[0];
    text_.remove_prefix(1);
    if (skip("%") && (!read_number(relation.modulus) || relation.modulus == 0)) return false;
    relation.is_negated = skip("!=");
    if (!relation.is_negated && !skip("=")) return false;
    do {
      PluralRule::Range& range = relation.ranges.emplace_back();
      if (!read_number(range.first)) return false;
      range.last = range.first;
      if (skip("..") && !read_number(range.last)) return false;
    } while (skip(","));
    return true;
  }

  bool read_number(std::uint64_t& number) {
    skip_blanks();
    const std::size_t size = std::min(text_.find_first_not_of("0123456789"), text_.size());
    number = number_of(text_.substr(0, size));
    text_.remove_prefix(size);
    return size > 0;
  }

  bool skip(std::string_view word) {
    skip_blanks();
    if (!text_.starts_with(word)) return false;
    text_.remove_prefix(word.size());
    return true;
  }
  void skip_blanks() { text_.remove_prefix(std::min(text_.find_first_not_of(" \t\n"), text_.size())); }

  std::string_view text_;
};

std::optional<PluralRule> PluralRule::parse(std::string_view text) {
  return PluralRuleReader(text).read();
}

}  // namespace objectos::icu
