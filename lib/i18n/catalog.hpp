// The texts of one locale, by key.
#pragma once

#include <array>
#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "i18n/count.hpp"
#include "i18n/key_table.hpp"
#include "i18n/plural.hpp"

namespace objectos::i18n {

class TranslationFile;

/// What a key with plural forms has; a view without data is a form that is not there.
struct PluralForms {
  static constexpr std::size_t exactly_0 = 6, exactly_1 = 7, size = 8;  ///< behind the six categories
  std::string_view key;
  std::array<std::string_view, size> texts{};
  std::uint8_t nested = 0;  ///< a bit for each form that is a member of the key; they win over suffixes
};

/// Filled by one thread, then read by many. A copy shares the texts.
class Catalog {
 public:
  explicit Catalog(std::string locale) : locale_(std::move(locale)) {}
  Catalog(const Catalog& other)
      : locale_(other.locale_), blocks_(other.blocks_), texts_(other.texts_), forms_(other.forms_) {}
  Catalog& operator=(const Catalog&) = delete;

  const std::string& locale() const noexcept { return locale_; }
  /// Adds what the file holds; `name_space`, if it is not empty, and a dot go in front of every key.
  void add(const TranslationFile& file, std::string_view name_space);

  /// The text of a key; with a count its plural form. Nothing if there is none.
  std::optional<std::string_view> find(std::string_view key, const Count* count) const;
  bool has(std::string_view key) const noexcept;
  /// Sorted; a key with plural forms once, without them.
  std::vector<std::string> keys() const;

 private:
  struct Text {
    std::string_view key;
    std::string_view text{};
  };
  void add_text(std::string_view key, std::string_view text);
  std::string_view choose(const PluralForms& forms, const Count& count) const;
  const PluralRules* rules() const;

  std::string locale_;
  std::vector<std::shared_ptr<const std::string>> blocks_;  // keys and texts, that views look into
  KeyTable<Text> texts_;
  KeyTable<PluralForms> forms_;
  mutable std::atomic<bool> rules_known_{false};
  mutable std::atomic<const PluralRules*> rules_{nullptr};
};

/// The key of a file that is read without it: the only one, an object's, and the locale's name, as Rails has
/// it.
bool has_locale_root(const TranslationFile& file, std::string_view locale) noexcept;

}  // namespace objectos::i18n
