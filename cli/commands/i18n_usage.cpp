// objectos i18n usage: which keys the source code uses.
#include <algorithm>

#include "commands/i18n.hpp"
#include "exit_status.hpp"
#include "objectos/i18n_usage.hpp"
#include "objectos/json.hpp"

namespace objectos::cli::i18n {
namespace {

void append_list(std::string& out, const char* name, const std::vector<std::string>& keys) {
  out.append("\"").append(name).append("\":[");
  for (const std::string& key : keys) {
    if (&key != &keys.front()) out += ',';
    json::append_string(out, key);
  }
  out += ']';
}

/// Of a key that is asked for in many places, once.
std::vector<std::string> undefined_keys(const UsageReport& report) {
  std::vector<std::string> keys;
  for (const UndefinedKey& each : report.undefined) keys.push_back(each.key);
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  return keys;
}

void print_json(Call& call, const UsageReport& report) {
  std::string& out = call.out.buffer();
  out += '{';
  append_list(out, "used", report.used);
  append_list(out += ',', "unused", report.unused);
  append_list(out += ',', "undeterminable", report.undeterminable);
  append_list(out += ',', "undefined", undefined_keys(report));
  call.out.line("}");
}

void print_text(Call& call, const UsageReport& report) {
  for (const std::string& key : report.used) call.out.line("used\t" + call.shown(key));
  for (const std::string& key : report.unused) call.out.line("unused\t" + call.shown(key));
  for (const std::string& key : report.undeterminable) call.out.line("undeterminable\t" + call.shown(key));
  for (const UndefinedKey& each : report.undefined) {
    call.out.line("undefined\t" + call.shown(each.key) + "\t" + call.shown(each.place.file) + ":" +
                  std::to_string(each.place.line) + ":" + std::to_string(each.place.column));
  }
}

}  // namespace

int usage(Call& call) {
  CheckOptions options = project_options(call);
  options.usage = call.args.positionals;
  const UsageReport report = translation_usage(options);
  call.out.json() ? print_json(call, report) : print_text(call, report);
  for (const Error& error : report.unreadable) tell(call, "", error.message());
  if (!report.unreadable.empty()) return exit_status::of(Errc::data);
  return report.undefined.empty() ? exit_status::ok : exit_status::no;
}

}  // namespace objectos::cli::i18n
