#include "notification/template_check.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>

#include "objectos/i18n.hpp"

namespace objectos::notification {
namespace {

/// What is wrong in one directory.
class Checker {
 public:
  Checker(const TemplateFiles& files, std::string_view fallback) : files_(files), fallback_(fallback) {}

  void file(const TemplateFile& file) { this->file(file, file.locale); }

  /// Parts that one locale has and another one lacks. What has no locale is there for all of them.
  void stray(const std::string& path) {
    findings_.push_back(
        {path, 1, 1, Message("template.stray", "nothing uses a file of this name"),
         Message(
             "template.stray_hint",
             "templates are NAME[.LOCALE].PART.hbs, PART is subject, text, html, sms or json; partials are "
             "partials/NAME[.LOCALE].hbs")});
  }

  void parts(std::string_view name) {
    std::set<MessagePart> in_all, somewhere;
    std::map<std::string, std::set<MessagePart>> by_locale;
    std::map<std::string, const TemplateFile*> first;
    for (const TemplateFile& file : files_.messages()) {
      if (file.name != name) continue;
      if (file.locale.empty()) {
        in_all.insert(file.part);
        continue;
      }
      somewhere.insert(file.part);
      by_locale[file.locale].insert(file.part);
      first.try_emplace(file.locale, &file);
    }
    for (const auto& [locale, parts] : by_locale) {
      for (const MessagePart part : somewhere) {
        if (parts.count(part) > 0 || in_all.count(part) > 0 || has_parent(by_locale, locale, part)) continue;
        findings_.push_back({first[locale]->path,
                             1,
                             1,
                             Message("template.missing_part",
                                     "there is no part {{part}} in {{locale}}, which other languages have",
                                     {{"part", message_part_name(part)}, {"locale", locale}}),
                             {}});
      }
    }
  }

  std::vector<TemplateFinding> findings() {
    const auto place = [](const TemplateFinding& f) { return std::tie(f.file, f.line, f.column); };
    std::stable_sort(findings_.begin(), findings_.end(),
                     [&](const TemplateFinding& a, const TemplateFinding& b) { return place(a) < place(b); });
    return std::move(findings_);
  }

 private:
  /// `locale`: of the message that calls.
  void file(const TemplateFile& file, const std::string& locale) {
    if (!seen_.insert({file.path, locale}).second) return;
    try {
      const Template compiled = Template::compile(source_of(file), file.path);
      for (const Template::PartialCall& call : compiled.partials()) {
        if (const TemplateFile* partial = files_.partial(call.name, chain(locale))) {
          this->file(*partial, locale);
        } else if (reported_.insert({file.path, call.line, call.column}).second) {
          findings_.push_back(
              {file.path,
               call.line,
               call.column,
               Message("template.unknown_partial", "there is no partial {{name}}", {{"name", call.name}}),
               {}});
        }
      }
    } catch (const TemplateError& error) {
      if (reported_.insert({file.path, error.line(), error.column()}).second)
        findings_.push_back({file.path, error.line(), error.column(), error.message(), error.hint()});
    }
  }

  std::vector<std::string> chain(const std::string& locale) const {
    if (locale.empty()) return fallback_.empty() ? std::vector<std::string>() : locale_chain(fallback_, "");
    return locale_chain(locale, fallback_);
  }

  /// Whether a locale that `locale` falls back to has the part: `de-AT` needs only what differs from `de`.
  static bool has_parent(const std::map<std::string, std::set<MessagePart>>& by_locale,
                         const std::string& locale, MessagePart part) {
    for (const std::string& parent : locale_chain(locale, "")) {
      const auto found = by_locale.find(parent);
      if (found != by_locale.end() && found->second.count(part) > 0) return true;
    }
    return false;
  }

  const TemplateFiles& files_;
  std::string fallback_;
  std::set<std::pair<std::string, std::string>> seen_;
  std::set<std::tuple<std::string, std::size_t, std::size_t>> reported_;
  std::vector<TemplateFinding> findings_;
};

}  // namespace

std::vector<TemplateFinding> check_templates(const TemplateFiles& files, std::string_view fallback,
                                             std::string_view name) {
  Checker checker(files, fallback);
  std::string_view last;
  for (const TemplateFile& file : files.messages()) {
    if (!name.empty() && file.name != name) continue;
    checker.file(file);
    if (file.name != last) checker.parts(file.name);
    last = file.name;
  }
  if (name.empty()) {
    for (const TemplateFile& file : files.partials()) checker.file(file);
    for (const std::string& path : files.strays()) checker.stray(path);
  }
  return checker.findings();
}

}  // namespace objectos::notification
