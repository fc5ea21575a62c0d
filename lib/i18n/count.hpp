// A number as a choice of plural forms sees it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "objectos/api.hpp"

namespace objectos::i18n {

/// An absolute value and the decimals that are written of it: 1 and 1.0 may take different forms.
class Count {
 public:
  /// A larger whole part is taken modulo 10^7, with a multiple of 10^7 in front: what rules ask of a number,
  /// they ask of its last six digits, or of it whole if it is small.
  static constexpr std::uint64_t modulus = 10'000'000;
  static constexpr std::size_t max_bytes = 400;  ///< of its text: as long as the longest double

  explicit Count(std::uint64_t number) noexcept : whole_(number) {}
  /// Digits, perhaps with a sign in front and with a point and more digits behind. Nothing for anything else,
  /// and for more than max_bytes.
  static std::optional<Count> of(std::string_view text);
  /// The same; Error(usage) instead of nothing.
  OBJECTOS_API static Count parse(std::string_view text);

  std::uint64_t whole() const noexcept { return whole_; }
  /// "0" of 1.0; empty for a whole number.
  const std::string& decimals() const noexcept { return decimals_; }
  bool is(std::uint64_t number) const noexcept { return decimals_.empty() && whole_ == number; }

 private:
  std::uint64_t whole_;
  std::string decimals_;
};

}  // namespace objectos::i18n
