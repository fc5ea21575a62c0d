// A whole run: which files belong together, all of them read and compared, on several threads.
#include <algorithm>
#include <map>
#include <memory>
#include <mutex>
#include <optional>

#include "i18n/locale_tag.hpp"
#include "lint/changes.hpp"
#include "lint/compare.hpp"
#include "lint/ignores.hpp"
#include "lint/layout.hpp"
#include "lint/parallel.hpp"
#include "lint/usage.hpp"

namespace objectos {
namespace lint {
namespace {

using i18n::TranslationFile;

/// What plural rules mean for each locale, asked of ICU when the first plural node is met.
class PluralBook {
 public:
  explicit PluralBook(const CheckOptions& options) : options_(options) {}

  PluralFacts facts(const std::string& locale) {
    const std::lock_guard lock(mutex_);
    if (!data_) data_ = &i18n::plural_data();
    const auto [found, is_new] = facts_.try_emplace(locale);
    if (is_new) found->second = plural_facts(*data_, locale, options_);
    return found->second;
  }
  std::string version() const { return data_ ? data_->cldr_version() : std::string(); }

 private:
  const CheckOptions& options_;
  std::mutex mutex_;
  const i18n::PluralData* data_ = nullptr;
  std::map<std::string, PluralFacts> facts_;
};

/// A file of the source locale with its counterparts.
struct Family {
  std::optional<LocaleFile> source;
  std::unique_ptr<const TranslationFile> file;
  std::optional<Outline> outline;
  Changes changes;  // of the source's file
  std::size_t keys = 0;
  std::vector<std::string> locales;  // folded, that have a counterpart
};

struct Target {
  const LocaleFile* file;
  Family* family;  // null: the source has no such file
};

/// What came of one target.
struct Outcome {
  std::vector<Finding> findings;
  std::vector<InlineIgnore> comments;
  Coverage coverage;
  bool is_incomplete = false;
  bool lacks_rules = false;
};

class Run {
 public:
  explicit Run(const CheckOptions& options)
      : options_(options),
        delimiters_(delimiters_of(options)),
        context_(options_, delimiters_),
        book_(options) {}

  CheckReport check() {
    files_ = find_locale_files(options_.paths);
    source_ = source_locale(files_, options_);
    gather();
    std::vector<Outcome> sources(families_.size());
    in_parallel(families_.size(), thread_count(options_.jobs, families_.size()),
                [&](std::size_t i, unsigned) { read_source(*families_[i], sources[i]); });
    std::vector<Outcome> targets(targets_.size());
    in_parallel(targets_.size(), thread_count(options_.jobs, targets_.size()),
                [&](std::size_t i, unsigned) { check_target(targets_[i], targets[i]); });
    return report(sources, targets);
  }

 private:
  static Delimiters delimiters_of(const CheckOptions& options) {
    Delimiters all;
    for (const auto& [open, close] : options.delimiters) all.push_back({open, close});
    return all;
  }

  bool is_source(const LocaleFile& file) const { return i18n::is_same_tag(file.locale, source_); }

  /// Files that are named one by one belong together; so do those of one directory.
  static std::string group_of(const LocaleFile& file) {
    return file.root == file.path ? std::string() : file.root;
  }
  static std::string ending_of(const LocaleFile& file) { return file.path.substr(file.path.rfind('.')); }

  void gather() {
    std::map<std::string, Family*> exact, any;
    for (const LocaleFile& file : files_) {
      if (!is_source(file)) continue;
      families_.push_back(std::make_unique<Family>());
      families_.back()->source = file;
      const std::string name = group_of(file) + '\n' + file.space;
      exact[name + '\n' + ending_of(file)] = families_.back().get();
      any.emplace(name, families_.back().get());
    }
    for (const LocaleFile& file : files_) {
      if (is_source(file)) continue;
      const std::string name = group_of(file) + '\n' + file.space;
      const auto same = exact.find(name + '\n' + ending_of(file));
      const auto found = any.find(name);
      Family* family = same != exact.end() ? same->second : found != any.end() ? found->second : nullptr;
      targets_.push_back({&file, family});
      if (family) family->locales.push_back(i18n::folded_tag(file.locale));
      locales_.try_emplace(i18n::folded_tag(file.locale), file.locale);
    }
  }

  /// True if what the locale lacks comes from another one that has files: its language, or what the options
  /// say.
  bool inherits(const std::string& locale) const {
    const auto named = options_.fallback.find(locale);
    std::string above =
        named != options_.fallback.end() ? named->second : std::string(i18n::parent_tag(locale));
    for (; !above.empty(); above = std::string(i18n::parent_tag(above)))
      if (i18n::is_same_tag(above, source_) || locales_.contains(i18n::folded_tag(above))) return true;
    return false;
  }

  LocaleFacts facts_of(const std::string& locale) const {
    LocaleFacts facts;
    facts.locale = locale;
    facts.inherits = inherits(locale);
    facts.is_variant_of_source = i18n::is_same_tag(i18n::language_of(locale), i18n::language_of(source_));
    return facts;
  }

  std::unique_ptr<const TranslationFile> read(const LocaleFile& file, Findings& findings,
                                              Outcome& outcome) const {
    try {
      auto text = TranslationFile::read(file.path);
      outcome.is_incomplete = text->is_broken();
      outcome.comments = inline_ignores(*text);
      return text;
    } catch (const Error& error) {
      if (error.message().id().starts_with("module.")) throw;  // no fault of the file
      outcome.is_incomplete = true;
      findings.add(Rule::syntax, "", file.path, error.message());
      return nullptr;
    }
  }

  void read_source(Family& family, Outcome& outcome) {
    Findings findings(options_, source_);
    family.file = read(*family.source, findings, outcome);
    if (family.file) {
      family.outline.emplace(*family.file, source_, options_, nullptr);
      if (!family.outline->items().empty()) family.keys = family.outline->count_keys(0);
      LocaleFacts facts = facts_of(source_);
      look_up_plurals(facts, *family.outline, nullptr, outcome);
      check_file(context_, *family.outline, facts, true, findings);
      if (options_.before) {
        family.changes = Changes(*family.outline, options_.before(family.source->path), source_, options_);
        leave_out_unchanged(findings, family.changes, family.changes);
      }
    }
    outcome.findings = std::move(findings.list());
  }

  void look_up_plurals(LocaleFacts& facts, const Outline& outline, const Outline* source, Outcome& outcome) {
    if (!outline.has_plurals() && !(source && source->has_plurals())) return;
    facts.plurals = book_.facts(facts.locale);
    outcome.lacks_rules = !facts.plurals.is_known;
  }

  void check_target(const Target& target, Outcome& outcome) {
    const LocaleFile& named = *target.file;
    Findings findings(options_, named.locale);
    const auto file = read(named, findings, outcome);
    if (file) {
      const Outline* source = target.family && target.family->outline ? &*target.family->outline : nullptr;
      const Outline outline(*file, named.locale, options_, source);
      LocaleFacts facts = facts_of(named.locale);
      look_up_plurals(facts, outline, source, outcome);
      check_file(context_, outline, facts, false, findings);
      if (source) {
        compare_files(context_, *source, outline, facts, findings, outcome.coverage);
      } else if (!target.family) {
        findings.add(Rule::extra_key, "", named.path,
                     Message("check.extra_file", "the source has no such file"));
      }
      if (options_.before) {
        const Changes changes(outline, options_.before(named.path), named.locale, options_);
        if (source) tell_stale(target.family->changes, changes, *source, outline, findings);
        leave_out_unchanged(findings, changes, target.family ? target.family->changes : changes);
      }
    }
    outcome.findings = std::move(findings.list());
  }

  // ---- what has changed

  static void leave_out_unchanged(Findings& findings, const Changes& own, const Changes& source) {
    std::erase_if(findings.list(), [&](const Finding& each) {
      return each.rule != Rule::stale &&
             !(each.key.empty() ? own.any() : own.has(each.key) || source.has(each.key));
    });
  }

  /// The source says something else now, and the translation what it said before.
  static void tell_stale(const Changes& source, const Changes& own, const Outline& source_outline,
                         const Outline& outline, Findings& findings) {
    if (!findings.wants(Rule::stale) || source.rewritten().empty()) return;
    const auto there = leaves_of(source_outline), here = leaves_of(outline);
    for (const std::string& key : source.rewritten()) {
      const auto found = here.find(key);
      if (found == here.end() || own.has(key) || is_untranslated(outline.node(found->second).text)) continue;
      findings.add(Rule::stale, key, {&outline.file(), outline.node(found->second).span},
                   Message("check.stale", "the source's text has changed, this has not"),
                   {&source_outline.file(), source_outline.node(there.at(key)).span});
    }
  }

  // ---- what only the whole shows

  void missing_files(std::vector<Finding>& all) {
    for (const auto& [folded, locale] : locales_) {
      Findings findings(options_, locale);
      const bool has_fallback = inherits(locale);
      for (const auto& family : families_) {
        if (has_fallback ||
            std::find(family->locales.begin(), family->locales.end(), folded) != family->locales.end())
          continue;
        if (family->keys == 0) continue;
        findings.add(Rule::missing_file, "", counterpart(*family->source, locale),
                     Message("check.missing_file", "the file is missing; {{source}} has {{count}} keys",
                             {{"source", family->source->path}, {"count", family->keys}}),
                     {family->file.get(), {0, 0}});
      }
      std::move(findings.list().begin(), findings.list().end(), std::back_inserter(all));
    }
  }

  std::vector<LocaleCoverage> coverages(const std::vector<Outcome>& targets, std::size_t keys) const {
    std::map<std::string, LocaleCoverage> by_locale;
    for (const auto& [folded, locale] : locales_)
      by_locale[folded] = {locale, keys, inherits(locale) ? keys : 0, 0};
    for (std::size_t i = 0; i < targets.size(); ++i) {
      LocaleCoverage& sum = by_locale[i18n::folded_tag(targets_[i].file->locale)];
      sum.empty += targets[i].coverage.empty;
      if (inherits(sum.locale)) {
        // What it does not say itself comes from elsewhere.
        sum.translated -=
            std::min(sum.translated, targets[i].coverage.keys -
                                         std::min(targets[i].coverage.keys, targets[i].coverage.translated));
      } else {
        sum.translated += targets[i].coverage.translated;
      }
    }
    std::vector<LocaleCoverage> list;
    for (auto& [folded, sum] : by_locale) list.push_back(std::move(sum));
    return list;
  }

  void coverage_findings(const std::vector<LocaleCoverage>& list, std::vector<Finding>& all) const {
    for (const LocaleCoverage& each : list) {
      const auto own = options_.min_coverage.find(each.locale);
      const auto wanted = own != options_.min_coverage.end() ? own : options_.min_coverage.find("*");
      if (wanted == options_.min_coverage.end() || each.per_cent() >= wanted->second) continue;
      const auto file = std::find_if(files_.begin(), files_.end(),
                                     [&each](const LocaleFile& one) { return one.locale == each.locale; });
      Findings findings(options_, each.locale);
      findings.add(
          Rule::coverage, "", file == files_.end() ? std::string() : file->path,
          Message("check.coverage",
                  "{{translated}} of {{keys}} keys are translated, {{percent}} %; asked for are {{wanted}} %",
                  {{"translated", each.translated},
                   {"keys", each.keys},
                   {"percent", one_decimal(each.per_cent())},
                   {"wanted", one_decimal(wanted->second)}}));
      std::move(findings.list().begin(), findings.list().end(), std::back_inserter(all));
    }
  }

  /// Rounded down: 100.0 is all.
  static std::string one_decimal(double value) {
    const auto tenths = static_cast<std::int64_t>(value * 10);
    return std::to_string(tenths / 10) + (tenths % 10 != 0 ? "." + std::to_string(tenths % 10) : "");
  }

  void languages_without_rules(const std::vector<Outcome>& targets, std::vector<Finding>& all) const {
    std::vector<std::string> told;
    for (std::size_t i = 0; i < targets.size(); ++i) {
      const std::string& locale = targets_[i].file->locale;
      if (!targets[i].lacks_rules || std::find(told.begin(), told.end(), locale) != told.end()) continue;
      told.push_back(locale);
      Findings findings(options_, locale);
      findings.add(Rule::plural_no_rules, "", targets_[i].file->path,
                   Message("check.no_rules",
                           "CLDR has no plural rules for {{locale}}: its plural forms are not checked",
                           {{"locale", locale}}));
      std::move(findings.list().begin(), findings.list().end(), std::back_inserter(all));
    }
  }

  CheckReport report(std::vector<Outcome>& sources, std::vector<Outcome>& targets) {
    CheckReport report;
    report.files = files_.size();
    report.locales = locales_.size() + 1;
    report.source = source_;
    report.cldr_version = book_.version();
    for (const auto& family : families_) report.keys += family->keys;
    report.coverage = coverages(targets, report.keys);
    std::vector<InlineIgnore> comments;
    for (auto* list : {&sources, &targets}) {
      for (Outcome& each : *list) {
        report.is_incomplete |= each.is_incomplete;
        std::move(each.findings.begin(), each.findings.end(), std::back_inserter(report.findings));
        std::move(each.comments.begin(), each.comments.end(), std::back_inserter(comments));
      }
    }
    missing_files(report.findings);
    coverage_findings(report.coverage, report.findings);
    languages_without_rules(targets, report.findings);
    add_usage_findings(options_, report);
    apply_ignores(options_, comments, !report.is_incomplete, report.findings);
    sort_findings(report.findings);
    return report;
  }

  const CheckOptions& options_;
  Delimiters delimiters_;
  CheckContext context_;
  PluralBook book_;
  std::vector<LocaleFile> files_;
  std::string source_;
  std::vector<std::unique_ptr<Family>> families_;
  std::vector<Target> targets_;
  std::map<std::string, std::string> locales_;  // folded → as spelled; without the source
};

}  // namespace
}  // namespace lint

std::size_t CheckReport::count(Severity severity) const noexcept {
  return static_cast<std::size_t>(
      std::count_if(findings.begin(), findings.end(),
                    [severity](const Finding& each) { return each.severity == severity; }));
}

CheckReport check_translations(const CheckOptions& options) {
  return lint::Run(options).check();
}

}  // namespace objectos
