// Plural categories of CLDR: which there are, which a language has, and which one a number selects.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "i18n/count.hpp"
#include "objectos/api.hpp"

namespace objectos::i18n {

/// In the order in which forms are written.
enum class PluralCategory : std::uint8_t { zero, one, two, few, many, other };
inline constexpr PluralCategory plural_categories[] = {PluralCategory::zero, PluralCategory::one,
                                                       PluralCategory::two,  PluralCategory::few,
                                                       PluralCategory::many, PluralCategory::other};

/// "zero", "one", …
std::string_view plural_name(PluralCategory category) noexcept;
/// The category of that name; nothing for any other word.
OBJECTOS_API std::optional<PluralCategory> plural_category(std::string_view name) noexcept;

/// A set of categories.
class PluralSet {
 public:
  constexpr PluralSet() = default;
  constexpr PluralSet(std::initializer_list<PluralCategory> categories) {
    for (const PluralCategory category : categories) add(category);
  }
  constexpr void add(PluralCategory category) noexcept { bits_ |= bit(category); }
  constexpr bool has(PluralCategory category) const noexcept { return (bits_ & bit(category)) != 0; }
  friend constexpr bool operator==(PluralSet, PluralSet) = default;

 private:
  static constexpr std::uint8_t bit(PluralCategory category) noexcept {
    return static_cast<std::uint8_t>(1U << static_cast<unsigned>(category));
  }
  std::uint8_t bits_ = 0;
};

/// The rules of one language. Thread safe; lives as long as the process.
class OBJECTOS_API PluralRules {
 public:
  virtual ~PluralRules();
  /// `other` is always among them.
  virtual PluralSet categories() const noexcept = 0;
  /// Of a whole number: takes no lock and no memory.
  virtual PluralCategory of(std::uint64_t number) const noexcept = 0;
  /// Of a number as it is written: "1.0" is `other` in English.
  virtual PluralCategory of(const Count& count) const = 0;
};

/// The rules of all languages. Thread safe.
class OBJECTOS_API PluralData {
 public:
  virtual ~PluralData();
  /// The rules for a locale's tag: for the whole of it, else for ever shorter beginnings, else for its
  /// language. `_` and `-` are the same, and so are upper and lower case. Null if nothing is known of the
  /// language.
  virtual const PluralRules* find(std::string_view locale) const = 0;
  /// "42": the version of the rules.
  virtual std::string cldr_version() const = 0;
};

/// The rules that ICU has, by the module `icu`, which is loaded now. Error(unavailable) if that is not
/// installed.
const PluralData& plural_data();

}  // namespace objectos::i18n
