// objectos notify template: what messages are made of.
#include <memory>
#include <optional>

#include "commands/notify.hpp"
#include "exit_status.hpp"
#include "input.hpp"
#include "language.hpp"
#include "objectos/i18n.hpp"
#include "objectos/json.hpp"
#include "objectos/message_templates.hpp"

namespace objectos::cli::notify {
namespace {

MessageTemplates templates_of(Call& call) {
  const Config& config = call.session.config();
  return MessageTemplates(config.string("notification.templates"), config.string("i18n.fallback_locale"));
}

/// Opens the translations when a template first asks for one.
class LateLanguage final : public TemplateLanguage {
 public:
  LateLanguage(const Config& config, std::string locale) : config_(config), locale_(std::move(locale)) {}
  std::string translate(std::string_view key, const std::vector<Arg>& args) const override {
    return language().translate(key, args);
  }
  std::string format_number(std::string_view number, std::string_view style) const override {
    return language().format_number(number, style);
  }
  std::string format_currency(std::string_view number, std::string_view currency,
                              std::string_view style) const override {
    return language().format_currency(number, currency, style);
  }
  std::string format_date(std::string_view date, std::string_view style,
                          std::string_view zone) const override {
    return language().format_date(date, style, zone);
  }

 private:
  const TemplateLanguage& language() const {
    if (!language_) {
      i18n_ = open_i18n(config_);
      language_.emplace(*i18n_, locale_);
    }
    return *language_;
  }
  const Config& config_;
  std::string locale_;
  mutable std::shared_ptr<I18n> i18n_;
  mutable std::optional<I18nTemplateLanguage> language_;
};

/// What --data says: JSON, @FILE, or - for standard input.
TemplateData data_of(const Call& call) {
  const std::string* given = call.args.find("--data");
  if (!given) return TemplateData::parse("{}");
  const bool is_file = given->starts_with('@');
  if (!is_file && *given != "-") return TemplateData::parse(*given, "--data");
  const std::string file = is_file ? given->substr(1) : *given;
  call.check_input(file, "--data");
  return TemplateData::parse(read_input(file), file == "-" ? "standard input" : file);
}

std::string part_names(const std::vector<MessagePart>& parts, const char* quote) {
  std::string text;
  for (const MessagePart part : parts)
    text.append(text.empty() ? "" : ",").append(quote).append(message_part_name(part)).append(quote);
  return text;
}

void print_json(Call& call, const std::string& name, const std::vector<RenderedPart>& parts) {
  std::string members;
  for (const RenderedPart& part : parts) {
    members.append(members.empty() ? "" : ",").append(json::quoted(message_part_name(part.part)));
    members.append(":{\"locale\":").append(part.locale.empty() ? "null" : json::quoted(part.locale));
    members.append(",\"text\":").append(json::quoted(part.text)).append("}");
  }
  call.out.line("{\"name\":" + json::quoted(name) + ",\"parts\":{" + members + "}}");
}

/// A part that was asked for as it is, several ones below their names.
void print_text(Call& call, const std::vector<RenderedPart>& parts, bool with_names) {
  const bool is_terminal = call.session.console.stdout_is_terminal();
  for (const RenderedPart& part : parts) {
    if (with_names) call.out.line("[" + std::string(message_part_name(part.part)) + "]");
    const std::string text = is_terminal ? printable(part.text, true) : part.text;
    call.out.write(text);
    if (!text.ends_with('\n')) call.out.line("");
  }
}

std::string finding_json(const TemplateFinding& finding) {
  return "{\"file\":" + json::quoted(finding.file) + ",\"line\":" + std::to_string(finding.line) +
         ",\"column\":" + std::to_string(finding.column) +
         ",\"message\":" + json::quoted(finding.message.text()) +
         ",\"hint\":" + (finding.hint.empty() ? "null" : json::quoted(finding.hint.text())) + "}";
}

}  // namespace

int template_list(Call& call) {
  for (const MessageTemplate& one : templates_of(call).list()) {
    for (const MessageVariant& variant : one.variants) {
      if (call.out.json()) {
        call.out.line("{\"name\":" + json::quoted(one.name) +
                      ",\"locale\":" + (variant.locale.empty() ? "null" : json::quoted(variant.locale)) +
                      ",\"parts\":[" + part_names(variant.parts, "\"") + "]}");
      } else {
        call.out.line(one.name + "\t" + (variant.locale.empty() ? "-" : variant.locale) + "\t" +
                      part_names(variant.parts, ""));
      }
    }
  }
  return exit_status::ok;
}

int template_render(Call& call) {
  const Config& config = call.session.config();
  const std::string& name = call.args.positionals[0];
  const std::string* given = call.args.find("--locale");
  const std::string locale = given ? *given : config.string("i18n.default_locale");
  const LateLanguage language(config, locale);
  MessageTemplates::Rendering rendering{.strict = call.args.has("--strict"), .language = &language};
  if (const std::string* part = call.args.find("--part")) rendering.only = parse_message_part(*part);
  const std::vector<RenderedPart> parts = templates_of(call).render(name, locale, data_of(call), rendering);
  if (call.out.json()) {
    print_json(call, name, parts);
  } else {
    print_text(call, parts, !rendering.only);
  }
  return exit_status::ok;
}

int template_check(Call& call) {
  const std::string* name = call.args.positional(0);
  const std::vector<TemplateFinding> findings = templates_of(call).check(name ? *name : std::string());
  Language language(call.session.lang);
  std::string list;
  for (const TemplateFinding& finding : findings) {
    if (call.out.json()) {
      list.append(list.empty() ? "" : ",").append(finding_json(finding));
      continue;
    }
    std::string line = finding.file + ":" + std::to_string(finding.line) + ":" +
                       std::to_string(finding.column) + ": " + language.text(finding.message);
    if (!finding.hint.empty()) line += " (" + language.text(finding.hint) + ")";
    call.out.line(printable(line, false));
  }
  if (call.out.json()) call.out.line("[" + list + "]");
  return findings.empty() ? exit_status::ok : exit_status::no;
}

}  // namespace objectos::cli::notify
