// From findings to changed files. What is wrong, and where, is what the linter says; here it is only mended,
// file by file.
#include <sys/stat.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <memory>

#include "core/files.hpp"
#include "lint/file_mender.hpp"
#include "lint/text_diff.hpp"
#include "objectos/atomic_file.hpp"
#include "objectos/i18n_fix.hpp"

namespace objectos {
namespace lint {
namespace {

class Planner {
 public:
  Planner(const CheckOptions& options, const std::vector<Rule>& rules) : options_(options) {
    for (const RuleInfo& info : check_rules()) {
      const bool is_named = std::find(rules.begin(), rules.end(), info.rule) != rules.end();
      if (is_named && !info.can_fix)
        throw Error(Errc::usage, Message("fix.rule", "{{rule}} cannot be mended without a translator",
                                         {{"rule", info.id}}));
      const bool is_wanted = rules.empty() ? is_fixed_by_default(info.rule) : is_named;
      if (is_named || (!is_wanted && info.rule != Rule::syntax && info.rule != Rule::encoding))
        set(info.rule, is_named ? Severity::warning : Severity::off);
    }
    options_.usage.clear();
    options_.min_coverage.clear();
  }

  FixPlan plan() {
    const CheckReport report = check_translations(options_);
    source_locale_ = report.source;
    FixPlan plan;
    std::map<std::string, std::vector<const Finding*>> by_file;
    for (const Finding& each : report.findings) by_file[each.place.file].push_back(&each);
    for (const auto& [path, findings] : by_file) {
      const auto is_fault = [](const Finding* each) {
        return each->rule == Rule::syntax || each->rule == Rule::encoding;
      };
      if (is_unreadable(path)) {
        for (const Finding* each : findings)
          if (is_fault(each)) plan.refused.push_back(*each);
      } else if (!std::all_of(findings.begin(), findings.end(), is_fault)) {
        mend(path, findings, plan);
      }
    }
    return plan;
  }

 private:
  void set(Rule rule, Severity severity) {
    options_.rules[rule] = severity;
    for (auto& [locale, rules] : options_.locale_rules) rules.erase(rule);
  }

  static bool is_unreadable(const std::string& path) {
    try {
      return TranslationFile::read(path)->is_broken();
    } catch (const Error&) {
      return true;
    }
  }

  /// The source's file; null if it is broken, or none of the findings is about it.
  const OpenFile* source_of(const std::vector<const Finding*>& findings) {
    for (const Finding* each : findings) {
      if (!each->source || each->source->file == each->place.file) continue;
      auto& file = sources_[each->source->file];
      if (!file) file = std::make_unique<OpenFile>(each->source->file, source_locale_, options_, nullptr);
      return file->file().is_broken() ? nullptr : file.get();
    }
    return nullptr;
  }

  void mend(const std::string& path, std::vector<const Finding*> findings, FixPlan& plan) {
    const OpenFile* source = source_of(findings);
    const std::string locale = findings.front()->locale;
    const OpenFile target(path, locale, options_, source ? &source->outline() : nullptr);
    const auto fix_of = [&](const std::vector<const Finding*>& list) {
      return mended(options_, target, source, locale, list);
    };
    const auto is_sound = [&](const FileFix& fix) {
      return !TranslationFile::parse(path, fix.after, target.file().format())->is_broken();
    };
    FileFix fix = fix_of(findings);
    if (!is_sound(fix)) {
      // An anchor was to go that an alias names, or the like.
      std::erase_if(findings, [&](const Finding* each) { return !is_sound(fix_of({each})); });
      fix = fix_of(findings);
    }
    if (fix.after != fix.before && is_sound(fix)) plan.files.push_back(std::move(fix));
  }

  CheckOptions options_;
  std::string source_locale_;
  std::map<std::string, std::unique_ptr<OpenFile>> sources_;
};

}  // namespace
}  // namespace lint

bool is_fixed_by_default(Rule rule) noexcept {
  return rule == Rule::missing_key || rule == Rule::near_placeholder || rule == Rule::edge_whitespace ||
         rule == Rule::yaml_type;
}

FixPlan plan_fixes(const CheckOptions& options, const std::vector<Rule>& rules) {
  return lint::Planner(options, rules).plan();
}

std::string FileFix::diff() const {
  return lint::unified_diff(path, before, after);
}

void FileFix::write() const {
  // A symbolic link stays one.
  const std::unique_ptr<char, void (*)(void*)> real(::realpath(path.c_str(), nullptr), std::free);
  struct stat status {};
  if (!real || ::stat(real.get(), &status) != 0) files::fail("cannot read", path, errno);
  const auto now = files::read(real.get());
  if (!now || *now != before)
    throw Error(Errc::unavailable,
                Message("fix.changed", "{{path}} has changed in the meantime", {{"path", path}}));
  AtomicFile file(real.get(), status.st_mode & 07777);
  file.write(after);
  file.commit();
}

}  // namespace objectos
