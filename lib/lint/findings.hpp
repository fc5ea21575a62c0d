// Findings as they are made: rules that are off make none.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "i18n/translation_file.hpp"
#include "objectos/i18n_check.hpp"

namespace objectos::lint {

inline constexpr std::size_t rule_count = static_cast<std::size_t>(Rule::forbidden_text) + 1;

/// How grave each rule is for one locale.
class Severities {
 public:
  Severities(const CheckOptions& options, std::string_view locale);
  Severity of(Rule rule) const noexcept { return values_[static_cast<std::size_t>(rule)]; }

 private:
  std::array<Severity, rule_count> values_;
};

/// A stretch of a file that a finding is about.
struct Where {
  const i18n::TranslationFile* file = nullptr;
  i18n::Span span{};
};

/// Collects what one thread finds in one locale. Not thread safe.
class Findings {
 public:
  Findings(const CheckOptions& options, std::string locale)
      : severities_(options, locale), locale_(std::move(locale)) {}

  const std::string& locale() const noexcept { return locale_; }
  bool wants(Rule rule) const noexcept { return severities_.of(rule) != Severity::off; }
  /// `most`: the gravest that this case can be.
  void add(Rule rule, std::string key, Where where, Message message, Where source = {},
           Severity most = Severity::error);
  /// The same for a file that is not there, or as a whole.
  void add(Rule rule, std::string key, std::string path, Message message, Where source = {});

  /// The same in a file that is none of translations.
  void add(Rule rule, std::string key, FilePlace place, std::string line_text, Message message);

  std::vector<Finding>& list() noexcept { return list_; }

 private:
  Severities severities_;
  std::string locale_;
  std::vector<Finding> list_;
};

/// By file, line, column, rule, key: the same however many threads there were.
void sort_findings(std::vector<Finding>& findings);

FilePlace place_of(const Where& where);

}  // namespace objectos::lint
