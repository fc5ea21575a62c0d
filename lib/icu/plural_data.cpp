#include "icu/plural_data.hpp"

#include <unicode/ures.h>

#include <map>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "icu/failure.hpp"
#include "icu/plural_rule.hpp"

namespace objectos::icu {
namespace {

using i18n::Count;
using i18n::PluralCategory;
using i18n::PluralSet;

struct CloseBundle {
  void operator()(UResourceBundle* bundle) const noexcept { ::ures_close(bundle); }
};
using Bundle = std::unique_ptr<UResourceBundle, CloseBundle>;

/// A text of ICU's tables, which are ASCII.
std::string text_of(const UChar* text, std::int32_t length) {
  return {text, text + length};
}

class Rules final : public i18n::PluralRules {
 public:
  /// `set` holds a rule for each category; that of `other` is empty.
  explicit Rules(UResourceBundle& set) {
    while (::ures_hasNext(&set)) {
      UErrorCode status = U_ZERO_ERROR;
      std::int32_t length = 0;
      const char* name = nullptr;
      const UChar* text = ::ures_getNextString(&set, &length, &name, &status);
      check(status, "read plural rules");
      if (const auto category = i18n::plural_category(name)) add(*category, text_of(text, length));
    }
  }

  PluralSet categories() const noexcept override { return categories_; }
  PluralCategory of(std::uint64_t number) const noexcept override {
    return first_match(PluralOperands(number));
  }
  PluralCategory of(const Count& count) const override { return first_match(PluralOperands(count)); }

 private:
  void add(PluralCategory category, const std::string& text) {
    categories_.add(category);
    if (category == PluralCategory::other) return;
    std::optional<PluralRule> rule = PluralRule::parse(text);
    if (!rule) check(U_INVALID_FORMAT_ERROR, "read plural rules");
    rules_.emplace_back(category, *std::move(rule));
  }

  /// At most one rule of a language matches.
  PluralCategory first_match(const PluralOperands& operands) const noexcept {
    for (const auto& [category, rule] : rules_) {
      if (rule.matches(operands)) return category;
    }
    return PluralCategory::other;
  }

  std::vector<std::pair<PluralCategory, PluralRule>> rules_;
  PluralSet categories_{PluralCategory::other};
};

/// "pt_br" of `pt-BR`, as the table spells it: `pt_BR`. Empty for what is no tag.
std::string table_key(std::string_view tag) {
  std::string key;
  bool is_language = true;
  for (const char c : tag.substr(0, 32)) {
    const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (c == '-' || c == '_') {
      is_language = false;
      key += '_';
    } else if (is_letter) {
      key += static_cast<char>(is_language ? c | 0x20 : c & ~0x20);
    } else if (c >= '0' && c <= '9') {
      key += c;
    } else {
      return {};
    }
  }
  return key;
}

class Data final : public i18n::PluralData {
 public:
  Data() {
    UErrorCode status = U_ZERO_ERROR;
    const Bundle plurals(::ures_openDirect(nullptr, "plurals", &status));
    locales_.reset(::ures_getByKey(plurals.get(), "locales", nullptr, &status));
    rules_.reset(::ures_getByKey(plurals.get(), "rules", nullptr, &status));
    check(status, "read plural rules");
  }

  const i18n::PluralRules* find(std::string_view locale) const override {
    const std::lock_guard lock(mutex_);
    if (const auto known = by_tag_.find(locale); known != by_tag_.end()) return known->second;
    const i18n::PluralRules* rules = look_up(table_key(locale));
    if (by_tag_.size() < max_tags) by_tag_.emplace(locale, rules);
    return rules;
  }

  std::string cldr_version() const override {
    UErrorCode status = U_ZERO_ERROR;
    std::int32_t length = 0;
    const Bundle data(::ures_openDirect(nullptr, "supplementalData", &status));
    const UChar* version = ::ures_getStringByKey(data.get(), "cldrVersion", &length, &status);
    check(status, "tell its version");
    return text_of(version, length);
  }

 private:
  static constexpr std::size_t max_tags = 10'000;  // tags may be anybody's words

  /// ICU itself would answer with the root's rules for a language that it does not know.
  const i18n::PluralRules* look_up(std::string key) const {
    while (!key.empty() && key != "root") {
      if (const std::string set = set_of(key); !set.empty()) {
        std::unique_ptr<Rules>& rules = by_set_[set];
        if (!rules) rules = read(set);
        return rules.get();
      }
      const std::size_t end = key.rfind('_');
      key.erase(end == key.npos ? 0 : end);
    }
    return nullptr;
  }

  std::unique_ptr<Rules> read(const std::string& set) const {
    UErrorCode status = U_ZERO_ERROR;
    const Bundle bundle(::ures_getByKey(rules_.get(), set.c_str(), nullptr, &status));
    check(status, "read plural rules");
    return std::make_unique<Rules>(*bundle);
  }

  /// The name of the set of rules that the table gives a locale. Languages share sets.
  std::string set_of(const std::string& key) const {
    UErrorCode status = U_ZERO_ERROR;
    std::int32_t length = 0;
    const UChar* name = ::ures_getStringByKey(locales_.get(), key.c_str(), &length, &status);
    return U_SUCCESS(status) ? text_of(name, length) : std::string();
  }

  Bundle locales_;  // names of sets, by locale
  Bundle rules_;    // sets of rules, by name
  mutable std::mutex mutex_;
  mutable std::map<std::string, std::unique_ptr<Rules>> by_set_;
  mutable std::map<std::string, const i18n::PluralRules*, std::less<>> by_tag_;
};

}  // namespace

const i18n::PluralData& plural_data() {
  // Never destroyed: threads may still ask while the process ends.
  static const i18n::PluralData& data = *std::make_unique<Data>().release();
  return data;
}

}  // namespace objectos::icu
