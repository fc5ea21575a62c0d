// objectos i18n check: options, the baseline, and which form the findings take.
#include <algorithm>
#include <charconv>
#include <memory>

#include "commands/i18n.hpp"
#include "exit_status.hpp"
#include "findings.hpp"
#include "git_revision.hpp"
#include "language.hpp"
#include "objectos/i18n_baseline.hpp"
#include "objectos/i18n_check.hpp"
#include "text_width.hpp"

namespace objectos::cli::i18n {
namespace {

[[noreturn]] void usage(const char* option, const Message& message) {
  throw Error(Errc::usage, message).at(option);
}

/// What `read` makes of an option; what is wrong with it is told with the option's name.
template <class Read>
auto read_option(const char* option, Read read) {
  try {
    return read();
  } catch (const Error& error) {
    throw error.at(option);
  }
}

// ---- options -------------------------------------------------------------------------------------------

/// --rule ID=SEVERITY. It is for all locales, whatever the configuration says of one.
void set_rule(CheckOptions& options, const std::string& text) {
  const std::size_t equals = text.find('=');
  read_option("--rule", [&] {
    const Rule rule = check_rule(text.substr(0, equals)).rule;
    if (equals == text.npos)
      throw Error(Errc::usage, Message("check.rule_form", "\"{{text}}\" is not of the form ID=SEVERITY",
                                       {{"text", text}}));
    options.rules[rule] = parse_severity(std::string_view(text).substr(equals + 1));
    for (auto& [locale, rules] : options.locale_rules) rules.erase(rule);
  });
}

/// --min-coverage LOCALE=PERCENT
void set_coverage(CheckOptions& options, const std::string& text) {
  const std::size_t equals = text.find('=');
  double percent = -1;
  const char* const end = text.data() + text.size();
  const bool is_whole =
      equals != text.npos && equals > 0 && std::from_chars(text.data() + equals + 1, end, percent).ptr == end;
  if (!is_whole || !(percent >= 0 && percent <= 100))
    usage("--min-coverage", Message("check.coverage_form",
                                    "\"{{text}}\" is not of the form LOCALE=PERCENT, with 0 to 100 per cent",
                                    {{"text", text}}));
  options.min_coverage[text.substr(0, equals)] = percent;
}

/// --delimiters OPEN,CLOSE
std::pair<std::string, std::string> delimiters(const std::string& text) {
  const std::size_t comma = text.find(',');
  if (comma == text.npos || comma == 0 || comma + 1 == text.size())
    usage("--delimiters",
          Message("check.delimiters_form", "\"{{text}}\" is not of the form OPEN,CLOSE", {{"text", text}}));
  return {text.substr(0, comma), text.substr(comma + 1)};
}

/// An option that may be repeated takes the place of the configuration's list as a whole.
std::vector<std::string> values(const Call& call, std::string_view option) {
  std::vector<std::string> all;
  for (const auto& [row, value] : call.args.options)
    if (row->name == option) all.push_back(value);
  return all;
}

PluralShape plural_shape(std::string_view word) {
  return word == "nested"   ? PluralShape::nested
         : word == "suffix" ? PluralShape::suffix
                            : PluralShape::automatic;
}

CheckOptions options_of(Call& call) {
  CheckOptions options = check_options(call.session.config());
  if (!call.args.positionals.empty()) options.paths = call.args.positionals;
  if (const std::string* source = call.args.find("--source")) options.source = *source;
  if (const std::string* plurals = call.args.find("--plurals")) options.plurals = plural_shape(*plurals);
  if (const std::string* since = call.args.find("--since"))
    options.before = [revision = std::make_shared<GitRevision>(*since)](const std::string& path) {
      return revision->file(path);
    };
  if (const std::string* baseline = call.args.find("--baseline")) options.baseline = *baseline;
  for (const std::string& text : values(call, "--rule")) set_rule(options, text);
  for (const std::string& text : values(call, "--min-coverage")) set_coverage(options, text);
  if (const auto globs = values(call, "--usage"); !globs.empty()) options.usage = globs;
  if (const auto pairs = values(call, "--delimiters"); !pairs.empty()) {
    options.delimiters.clear();
    for (const std::string& text : pairs) options.delimiters.push_back(delimiters(text));
  }
  options.jobs = static_cast<unsigned>(std::min<std::size_t>(call.count("--jobs").value_or(0), 256));
  return options;
}

Severity fail_on(const Call& call) {
  const std::string* least = call.args.find("--fail-on");
  return least ? parse_severity(*least) : Severity::error;
}

/// --json is the format json.
std::string format_of(const Call& call) {
  const std::string* format = call.args.find("--format");
  if (call.out.json() && format && *format != "json")
    usage("--format", Message("metrics.json_and_format", "--json and --format exclude each other"));
  return call.out.json() ? "json" : format ? *format : "text";
}

// ---- what is said on stderr ----------------------------------------------------------------------------

void tell(const Call& call, const Message& message) {
  if (call.session.quiet || call.session.in_batch) return;
  Language language(call.session.lang);
  print_error("objectos: i18n check: " + printable(language.text(message), false) + "\n");
}

void tell_summary(const Call& call, const CheckReport& report) {
  std::vector<Message::Arg> args{{"errors", report.count(Severity::error)},
                                 {"warnings", report.count(Severity::warning)},
                                 {"infos", report.count(Severity::info)},
                                 {"files", report.files},
                                 {"locales", report.locales},
                                 {"keys", report.keys}};
  if (report.cldr_version.empty()) {
    tell(call,
         Message("check.summary",
                 "errors: {{errors}}, warnings: {{warnings}}, infos: {{infos}}; files: {{files}}, locales: "
                 "{{locales}}, keys: {{keys}}",
                 std::move(args)));
  } else {
    args.emplace_back("version", report.cldr_version);
    tell(call,
         Message("check.summary_plurals",
                 "errors: {{errors}}, warnings: {{warnings}}, infos: {{infos}}; files: {{files}}, locales: "
                 "{{locales}}, keys: {{keys}}; plural rules: CLDR {{version}}",
                 std::move(args)));
  }
}

// ---- the baseline --------------------------------------------------------------------------------------

void make_baseline(Call& call, const CheckOptions& options, CheckReport& report) {
  if (report.is_incomplete)
    throw Error(Errc::data, Message("check.baseline_incomplete",
                                    "no baseline is made while files cannot be read: mend them first"))
        .at(options.baseline);
  const Baseline made = Baseline::of(options.baseline, report);
  made.write();
  tell(call, Message("check.baseline_made", "{{file}} is made, findings: {{count}}",
                     {{"file", options.baseline}, {"count", made.size()}}));
  report.findings.clear();
}

void apply_baseline(Call& call, const CheckOptions& options, CheckReport& report) {
  const bool is_update = call.args.has("--update-baseline");
  if (options.baseline.empty()) {
    if (is_update) usage("--update-baseline", Message("check.no_baseline", "--baseline FILE is missing"));
    return;
  }
  if (is_update && options.before)
    usage("--update-baseline",
          Message("check.baseline_since", "with --since only a part of the findings is known"));
  std::optional<Baseline> baseline = Baseline::read(options.baseline);
  if (!baseline && is_update) return make_baseline(call, options, report);
  if (!baseline)
    throw Error(Errc::usage, Message("check.baseline_absent", "there is no such baseline"),
                Message("check.baseline_absent_hint", "--update-baseline makes one of what is found now"))
        .at(options.baseline);
  if (is_update) {
    const std::size_t removed = baseline->remove_stale(options, report);
    if (removed > 0) baseline->write();
    tell(call, Message("check.baseline_updated", "{{file}}: removed: {{removed}}, left: {{left}}",
                       {{"file", options.baseline}, {"removed", removed}, {"left", baseline->size()}}));
  }
  baseline->apply(options, report);
}

// ---- rules ---------------------------------------------------------------------------------------------

std::string rule_text(Language& language, const RuleInfo& info, const char* part, const char* english) {
  return language.text("help.rules." + std::string(info.id) + "." + part, english);
}

void append_rule_json(std::string& out, const RuleInfo& info) {
  out.append("{\"rule\":\"").append(info.id);
  out.append("\",\"severity\":\"").append(severity_name(info.severity));
  out.append("\",\"fixable\":").append(info.can_fix ? "true" : "false").append(",\"summary\":");
  json::append_string(out, info.summary);
}

int list_rules(Call& call) {
  Language language(call.session.lang);
  const bool is_terminal = call.session.console.stdout_is_terminal();
  constexpr std::size_t id_width = 26, head_width = 36;
  std::string& text = call.out.buffer();
  if (call.out.json()) text += '[';
  for (const RuleInfo& info : check_rules()) {
    if (call.out.json()) {
      if (&info != &check_rules().front()) text += ',';
      append_rule_json(text, info);
      text += '}';
      continue;
    }
    const std::string severity(severity_name(info.severity));
    const std::string summary = rule_text(language, info, "summary", info.summary);
    std::string id(info.id);
    if (!is_terminal) {
      call.out.line(id + "\t" + severity + "\t" + summary);
      continue;
    }
    id.resize(id_width, ' ');
    call.out.line(
        call.session.console.bold(id) + severity + std::string(head_width - id_width - severity.size(), ' ') +
        wrapped(summary, head_width, std::max<std::size_t>(call.session.console.width(), head_width + 20)));
  }
  if (call.out.json()) call.out.line("]");
  return exit_status::ok;
}

int explain(Call& call, const std::string& id) {
  const RuleInfo& info = *read_option("--explain", [&] { return &check_rule(id); });
  if (call.out.json()) {
    append_rule_json(call.out.buffer(), info);
    call.out.buffer() += ",\"explanation\":";
    json::append_string(call.out.buffer(), info.explanation);
    call.out.line("}");
    return exit_status::ok;
  }
  Language language(call.session.lang);
  const std::size_t width = std::clamp<std::size_t>(call.session.console.width(), 40, 100);
  const std::string head = ": " + std::string(severity_name(info.severity)) + ": " +
                           rule_text(language, info, "summary", info.summary);
  call.out.line(call.session.console.bold(info.id) + head);
  const std::string text = rule_text(language, info, "explanation", info.explanation);
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find("\n\n", at), text.size());
    call.out.line("\n" + wrapped(text.substr(at, end - at), 0, width));
    at = end + 2;
  }
  return exit_status::ok;
}

void write_report(Call& call, const std::string& format, const CheckReport& report) {
  if (format == "json") return write_json(report, call.out);
  if (call.session.console.stdout_is_terminal() && format == "jsonl") call.out.protect_terminal();
  if (format == "jsonl") return write_json_lines(report, call.out);
  if (format == "sarif") return write_sarif(report, call.out);
  if (format == "github") return write_github(report, call.out);
  if (format == "gitlab") return write_gitlab(report, call.out);
  if (format == "junit") return write_junit(report, fail_on(call), call.out);
  if (format == "checkstyle") return write_checkstyle(report, call.out);
  Language language(call.session.lang);
  write_text(report, call.out, call.session.console, language);
  call.out.flush();  // before the summary
  tell_summary(call, report);
}

}  // namespace

int check(Call& call) {
  if (call.args.has("--list-rules")) return list_rules(call);
  if (const std::string* id = call.args.find("--explain")) return explain(call, *id);
  const std::string format = format_of(call);
  const CheckOptions options = options_of(call);
  CheckReport report = check_translations(options);
  apply_baseline(call, options, report);
  write_report(call, format, report);
  if (report.is_incomplete) return exit_status::of(Errc::data);
  const Severity least = fail_on(call);
  const bool fails = std::any_of(report.findings.begin(), report.findings.end(),
                                 [least](const Finding& finding) { return finding.severity >= least; });
  return fails ? exit_status::no : exit_status::ok;
}

}  // namespace objectos::cli::i18n
