#include "icu/plural_data.hpp"

#include <unicode/numberformatter.h>
#include <unicode/plurrule.h>
#include <unicode/strenum.h>
#include <unicode/ulocdata.h>
#include <unicode/ures.h>

#include <map>
#include <memory>
#include <mutex>

#include "icu/failure.hpp"

namespace objectos::icu {
namespace {

using i18n::Count;
using i18n::PluralCategory;
using i18n::PluralSet;

/// By the first letters: ICU gives one of six words.
PluralCategory category_of(const ::icu::UnicodeString& keyword) noexcept {
  switch (keyword.charAt(0)) {
    case u'z': return PluralCategory::zero;
    case u't': return PluralCategory::two;
    case u'f': return PluralCategory::few;
    case u'm': return PluralCategory::many;
    case u'o': return keyword.charAt(1) == u'n' ? PluralCategory::one : PluralCategory::other;
    default: return PluralCategory::other;
  }
}

class Rules final : public i18n::PluralRules {
 public:
  explicit Rules(const char* locale) {
    UErrorCode status = U_ZERO_ERROR;
    rules_.reset(::icu::PluralRules::forLocale(::icu::Locale(locale), status));
    check(status, "read plural rules");
    const std::unique_ptr<::icu::StringEnumeration> keywords(rules_->getKeywords(status));
    check(status, "list plural categories");
    while (const ::icu::UnicodeString* keyword = keywords->snext(status))
      categories_.add(category_of(*keyword));
    check(status, "list plural categories");
  }

  PluralSet categories() const noexcept override { return categories_; }

  PluralCategory of(std::uint64_t number) const noexcept override {
    if (number >= 10 * Count::modulus) number = number % Count::modulus + Count::modulus;
    return category_of(rules_->select(static_cast<std::int32_t>(number)));
  }

  PluralCategory of(const Count& count) const override {
    if (count.decimals().empty()) return of(count.whole());
    UErrorCode status = U_ZERO_ERROR;
    const auto number = ::icu::number::NumberFormatter::withLocale(::icu::Locale::getRoot())
                            .precision(::icu::number::Precision::fixedFraction(
                                static_cast<std::int32_t>(count.decimals().size())))
                            .formatDecimal(std::to_string(count.whole()) + "." + count.decimals(), status);
    const ::icu::UnicodeString keyword = rules_->select(number, status);
    check(status, "choose a plural form");
    return category_of(keyword);
  }

 private:
  std::unique_ptr<::icu::PluralRules> rules_;
  PluralSet categories_;
};

struct CloseBundle {
  void operator()(UResourceBundle* bundle) const noexcept { ::ures_close(bundle); }
};
using Bundle = std::unique_ptr<UResourceBundle, CloseBundle>;

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
    UVersionInfo version;
    UErrorCode status = U_ZERO_ERROR;
    ::ulocdata_getCLDRVersion(version, &status);
    check(status, "tell its version");
    return std::to_string(version[0]);
  }

 private:
  static constexpr std::size_t max_tags = 10'000;  // tags may be anybody's words

  /// ICU itself would answer with the root's rules for a language that it does not know.
  const i18n::PluralRules* look_up(std::string key) const {
    while (!key.empty() && key != "root") {
      if (const std::string set = set_of(key); !set.empty()) {
        std::unique_ptr<Rules>& rules = by_set_[set];
        if (!rules) rules = std::make_unique<Rules>(key.c_str());
        return rules.get();
      }
      const std::size_t end = key.rfind('_');
      key.erase(end == key.npos ? 0 : end);
    }
    return nullptr;
  }

  /// The name of the set of rules that the table gives a locale. Languages share sets.
  std::string set_of(const std::string& key) const {
    UErrorCode status = U_ZERO_ERROR;
    std::int32_t length = 0;
    const UChar* name = ::ures_getStringByKey(locales_.get(), key.c_str(), &length, &status);
    return U_SUCCESS(status) ? std::string(name, name + length) : std::string();
  }

  Bundle locales_;
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
