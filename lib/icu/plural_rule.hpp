// One plural rule of CLDR (UTS #35, part 3, section 5): the condition under which a number takes a category.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "i18n/count.hpp"

namespace objectos::icu {

/// What rules ask of a number.
struct PluralOperands {
  explicit PluralOperands(std::uint64_t number) noexcept : whole(number) {}
  explicit PluralOperands(const i18n::Count& count) noexcept;

  std::uint64_t whole;              ///< i: the digits in front of the point
  std::uint64_t decimals = 0;       ///< f: the digits behind it
  std::uint64_t trimmed = 0;        ///< t: the same without zeros at the end
  std::uint64_t decimal_count = 0;  ///< v: how many there are
  std::uint64_t trimmed_count = 0;  ///< w
};

/// Immutable.
class PluralRule {
 public:
  /// `v = 0 and i % 10 = 2..4 or n != 1`, up to a sample (`@integer …`). Nothing if it cannot be read.
  static std::optional<PluralRule> parse(std::string_view text);

  bool matches(const PluralOperands& operands) const noexcept;

 private:
  struct Range {
    std::uint64_t first, last;
  };
  struct Relation {
    char operand = 'n';
    std::uint64_t modulus = 0;  // 0: none
    bool is_negated = false;
    std::vector<Range> ranges;
    bool holds(const PluralOperands& operands) const noexcept;
  };
  friend class PluralRuleReader;
  std::vector<std::vector<Relation>> alternatives_;  // one of them, all of it
};

}  // namespace objectos::icu
