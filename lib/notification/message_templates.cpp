#include "objectos/message_templates.hpp"

#include <algorithm>
#include <map>
#include <mutex>

#include "notification/template_check.hpp"
#include "notification/template_files.hpp"
#include "objectos/json.hpp"

namespace objectos {
namespace {

using notification::TemplateFile;
using notification::TemplateFiles;

Escaping escaping_of(MessagePart part) noexcept {
  if (part == MessagePart::html) return Escaping::html;
  return part == MessagePart::json ? Escaping::json : Escaping::none;
}

void check_rendered(const TemplateFile& file, const std::string& text) {
  if (file.part == MessagePart::subject && text.find_first_of(std::string_view("\r\n\0", 3)) != text.npos) {
    throw Error(Errc::data, Message("template.subject_line",
                                    "what comes of this subject is more than one line, or has a NUL in it"))
        .at(file.path);
  }
  if (file.part == MessagePart::json) {
    try {
      json::check(text, {"JSON", 1});
    } catch (const Error& error) {
      throw Error(Errc::data,
                  Message("template.no_json", "what comes of this template is no JSON: {{reason}}",
                          {{"reason", error.what()}}),
                  Message("template.no_json_hint", "a value that is no text is written {{form}}",
                          {{"form", "{{{json VALUE}}}"}}))
          .at(file.path);
    }
  }
}

[[noreturn]] void fail_unknown(const TemplateFiles& files, std::string_view name,
                               const std::string& directory) {
  std::vector<std::string> names;
  for (const TemplateFile& file : files.messages()) names.push_back(file.name);
  const auto near = nearest(name, names);
  throw Error(
      Errc::usage,
      Message("template.none_named", "there is no template {{name}} in {{directory}}",
              {{"name", name}, {"directory", directory}}),
      near ? Message("template.nearest_template", "did you mean {{name}}?", {{"name", *near}}) : Message());
}

}  // namespace

// ---- parts ---------------------------------------------------------------------------------------------

std::string_view message_part_name(MessagePart part) noexcept {
  switch (part) {
    case MessagePart::subject: return "subject";
    case MessagePart::text: return "text";
    case MessagePart::html: return "html";
    case MessagePart::sms: return "sms";
    case MessagePart::json: return "json";
  }
  return "";
}

MessagePart parse_message_part(std::string_view name) {
  for (const MessagePart part : message_parts) {
    if (message_part_name(part) == name) return part;
  }
  throw Error(Errc::usage, Message("template.part", "\"{{name}}\" is no part of a message", {{"name", name}}),
              Message("template.part_hint", "parts are subject, text, html, sms and json"));
}

// ---- the directory -------------------------------------------------------------------------------------

struct MessageTemplates::State {
  std::string directory;
  std::string fallback;
  std::mutex mutex;  // of what follows
  std::optional<TemplateFiles> listed;
  std::map<std::string, Template> compiled;  // by path
  /// What partials mean, by the locale that is asked for.
  std::map<std::string, std::unique_ptr<TemplateSet>, std::less<>> partials;

  const TemplateFiles& listing() {
    const std::lock_guard lock(mutex);
    if (!listed) listed.emplace(directory);
    return *listed;
  }

  Template compile(const TemplateFile& file) {
    {
      const std::lock_guard lock(mutex);
      if (const auto found = compiled.find(file.path); found != compiled.end()) return found->second;
    }
    const Template made = Template::compile(source_of(file), file.path);
    const std::lock_guard lock(mutex);
    return compiled.try_emplace(file.path, made).first->second;
  }

  const TemplateSet& partials_in(std::string_view locale, const std::vector<std::string>& chain) {
    const TemplateFiles& all = listing();
    const std::lock_guard lock(mutex);
    auto& set = partials[std::string(locale)];
    if (!set) {
      set = std::make_unique<TemplateSet>(
          TemplateSet::Finder([this, &all, chain](std::string_view name) -> std::optional<Template> {
            const TemplateFile* file = all.partial(name, chain);
            if (!file) return std::nullopt;
            return compile(*file);
          }));
    }
    return *set;
  }
};

MessageTemplates::MessageTemplates(std::string directory, std::string fallback_locale)
    : state_(std::make_unique<State>()) {
  state_->directory = std::move(directory);
  state_->fallback = std::move(fallback_locale);
}

MessageTemplates::~MessageTemplates() = default;

std::vector<MessageTemplate> MessageTemplates::list() const {
  std::vector<MessageTemplate> all;
  for (const TemplateFile& file : state_->listing().messages()) {
    if (all.empty() || all.back().name != file.name) all.push_back({file.name, {}});
    std::vector<MessageVariant>& variants = all.back().variants;
    if (variants.empty() || variants.back().locale != file.locale) variants.push_back({file.locale, {}});
    variants.back().parts.push_back(file.part);
  }
  return all;
}

std::vector<RenderedPart> MessageTemplates::render(std::string_view name, std::string_view locale,
                                                   const TemplateData& data,
                                                   const Rendering& rendering) const {
  const std::vector<std::string> chain = locale_chain(locale, state_->fallback);
  const TemplateFiles& files = state_->listing();
  if (!files.has_message(name)) fail_unknown(files, name, state_->directory);
  std::vector<RenderedPart> parts;
  for (const MessagePart part : message_parts) {
    if (rendering.only && part != *rendering.only) continue;
    const TemplateFile* file = files.message(name, part, chain);
    if (!file) continue;
    const TemplateRendering how{.escaping = escaping_of(part),
                                .strict = rendering.strict,
                                .partials = &state_->partials_in(locale, chain),
                                .language = rendering.language};
    std::string text = state_->compile(*file).render(data, how);
    check_rendered(*file, text);
    parts.push_back({part, file->locale, std::move(text)});
  }
  if (parts.empty()) {
    throw Error(Errc::usage,
                Message("template.no_part", "the template {{name}} has no such part in {{locale}}",
                        {{"name", name}, {"locale", locale}}));
  }
  return parts;
}

std::vector<TemplateFinding> MessageTemplates::check(std::string_view name) const {
  const TemplateFiles files(state_->directory);  // as it is now
  if (!name.empty() && !files.has_message(name)) fail_unknown(files, name, state_->directory);
  return notification::check_templates(files, state_->fallback, name);
}

}  // namespace objectos
