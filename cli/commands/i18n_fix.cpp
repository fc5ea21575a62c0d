// objectos i18n fix: mends translation files.
#include <algorithm>

#include "commands/i18n.hpp"
#include "exit_status.hpp"
#include "objectos/i18n_fix.hpp"
#include "objectos/json.hpp"

namespace objectos::cli::i18n {
namespace {

std::vector<Rule> rules_of(const Call& call) {
  std::vector<Rule> rules;
  for (const auto& [option, value] : call.args.options) {
    if (std::string_view(option->name) != "--rule") continue;
    try {
      rules.push_back(check_rule(value).rule);
    } catch (const Error& error) {
      throw error.at("--rule");
    }
  }
  return rules;
}

/// Writes the files, or shows what would be written. The first failure, if there was one; the others are
/// mended.
std::optional<Error> carry_out(Call& call, FixPlan& plan) {
  std::optional<Error> failure;
  const bool is_dry = call.args.has("--dry-run");
  std::vector<FileFix> done;
  for (FileFix& each : plan.files) {
    try {
      if (!is_dry) each.write();
      if (!call.out.json())
        is_dry ? call.out.write(each.diff())
               : call.out.line(call.shown(each.path) + "\t" + std::to_string(each.findings));
      done.push_back(std::move(each));
    } catch (const Error& error) {
      if (failure) tell(call, error.place(), error.message());
      if (!failure) failure = error;
    }
  }
  plan.files = std::move(done);
  return failure;
}

void print_json(Call& call, const FixPlan& plan) {
  std::string& out = call.out.buffer();
  out += "{\"files\":[";
  for (const FileFix& each : plan.files) {
    if (&each != &plan.files.front()) out += ',';
    out += "{\"file\":";
    json::append_string(out, each.path);
    out.append(",\"fixed\":").append(std::to_string(each.findings));
    if (call.args.has("--dry-run")) json::append_string(out += ",\"diff\":", each.diff());
    out += '}';
  }
  out += "],\"refused\":[";
  for (const Finding& each : plan.refused) {
    if (&each != &plan.refused.front()) out += ',';
    out += "{\"file\":";
    json::append_string(out, each.place.file);
    out.append(",\"line\":").append(std::to_string(each.place.line));
    out.append(",\"column\":").append(std::to_string(each.place.column)).append(",\"message\":");
    json::append_string(out, each.message.text());
    out += '}';
  }
  call.out.line("]}");
}

}  // namespace

int fix(Call& call) {
  CheckOptions options = project_options(call);
  if (!call.args.positionals.empty()) options.paths = call.args.positionals;
  FixPlan plan = plan_fixes(options, rules_of(call));
  const std::optional<Error> failure = carry_out(call, plan);
  if (failure && plan.files.empty()) throw *failure;
  if (call.out.json()) print_json(call, plan);
  if (failure) tell(call, failure->place(), failure->message());
  for (const Finding& each : plan.refused) {
    if (!call.out.json())
      tell(call,
           each.place.file + ":" + std::to_string(each.place.line) + ":" + std::to_string(each.place.column),
           each.message);
  }
  if (failure) return exit_status::of(Errc::partial);
  return plan.refused.empty() ? exit_status::ok : exit_status::of(Errc::data);
}

}  // namespace objectos::cli::i18n
