// objectos notify template: what messages are made of.
#include <memory>

#include "commands/notify.hpp"
#include "exit_status.hpp"
#include "language.hpp"
#include "objectos/json.hpp"
#include "objectos/message_templates.hpp"

namespace objectos::cli::notify {
namespace {

TemplateSource source_of(Call& call) {
  return notification_templates(call.session.config());
}

TemplateData data_of(const Call& call) {
  const DataOption data = data_option(call);
  return TemplateData::parse(data.json.empty() ? "{}" : data.json, data.name);
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
  const TemplateSource source = source_of(call);
  for (const MessageTemplate& one : source.templates->list()) {
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
  const TemplateSource source = source_of(call);
  const std::string& name = call.args.positionals[0];
  const std::string* given = call.args.find("--locale");
  const std::string locale = given ? *given : source.default_locale;
  const auto language = source.language(locale);
  MessageTemplates::Rendering rendering{.strict = call.args.has("--strict"), .language = language.get()};
  if (const std::string* part = call.args.find("--part")) rendering.only = parse_message_part(*part);
  const std::vector<RenderedPart> parts = source.templates->render(name, locale, data_of(call), rendering);
  if (call.out.json()) {
    print_json(call, name, parts);
  } else {
    print_text(call, parts, !rendering.only);
  }
  return exit_status::ok;
}

int template_check(Call& call) {
  const std::string* name = call.args.positional(0);
  const std::vector<TemplateFinding> findings =
      source_of(call).templates->check(name ? *name : std::string());
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
