// The metrics verbs that write and read expositions.
#include <algorithm>
#include <optional>

#include "commands/metrics.hpp"
#include "exit_status.hpp"
#include "input.hpp"
#include "language.hpp"
#include "objectos/atomic_file.hpp"
#include "objectos/json.hpp"
#include "objectos/log.hpp"

namespace objectos::cli::metrics {
namespace {

MetricsFormat format_option(const Call& call) {
  const std::string* format = call.args.find("--format");
  if (call.out.json() && format && *format != "json")
    usage(Message("metrics.json_and_format", "--json and --format exclude each other"));
  if (call.out.json() || (format && *format == "json")) return MetricsFormat::json;
  return format && *format == "openmetrics" ? MetricsFormat::openmetrics : MetricsFormat::prometheus;
}

MetricsEscaping escaping_option(const Call& call) {
  const std::string* escaping = call.args.find("--escaping");
  if (!escaping || *escaping == "underscores") return MetricsEscaping::underscores;
  if (*escaping == "dots") return MetricsEscaping::dots;
  return *escaping == "values" ? MetricsEscaping::values : MetricsEscaping::allow_utf8;
}

/// What node_exporter's textfile collector reads: text 0.0.4 with plain names, readable for it.
void check_textfile(MetricsFormat format, MetricsEscaping escaping) {
  if (format != MetricsFormat::prometheus || escaping == MetricsEscaping::allow_utf8)
    usage(Message("metrics.textfile", "a .prom file holds the format prometheus with plain names"));
}

/// All of an exposition, and what to call it.
struct Exposition {
  std::string name;
  std::string text;
};

Exposition read_exposition(const Call& call) {
  const std::string& path = call.args.positionals[0];
  call.check_input(path, "FILE");
  return {path == "-" ? "standard input" : path, read_input(path)};
}

std::string_view severity_name(const MetricsFinding& finding) {
  return finding.severity == MetricsFinding::Severity::error ? "error" : "warning";
}

void print_findings(Call& call, const std::string& name, const std::vector<MetricsFinding>& findings) {
  Language language(call.session.lang);
  std::string& text = call.out.buffer();
  if (call.out.json()) text += '[';
  for (const MetricsFinding& finding : findings) {
    if (call.out.json()) {
      if (&finding != &findings.front()) text += ',';
      text.append("{\"severity\":\"").append(severity_name(finding));
      text.append("\",\"line\":").append(std::to_string(finding.line));
      text.append(",\"column\":").append(std::to_string(finding.column)).append(",\"message\":");
      json::append_string(text, finding.message.text());
      text += '}';
    } else {
      call.out.line(call.shown(name) + ":" + std::to_string(finding.line) + ":" +
                    std::to_string(finding.column) + ": " + std::string(severity_name(finding)) + ": " +
                    printable(language.text(finding.message), false));
    }
  }
  if (call.out.json()) call.out.line("]");
}

}  // namespace

int export_(Call& call) {
  const MetricsFormat format = format_option(call);
  const MetricsEscaping escaping = escaping_option(call);
  const std::string* path = call.args.find("--output");
  if (path && path->ends_with(".prom")) {
    check_textfile(format, escaping);
    write_textfile(call.session.metrics(), *path, escaping);
    return exit_status::ok;
  }
  if (!path || *path == "-") {
    if (call.session.console.stdout_is_terminal()) call.out.protect_terminal();
    call.session.metrics().write(format, escaping, [&](std::string_view piece) { call.out.write(piece); });
    return exit_status::ok;
  }
  AtomicFile file(*path, 0644);
  call.session.metrics().write(format, escaping, [&](std::string_view piece) { file.write(piece); });
  file.commit();
  return exit_status::ok;
}

int import(Call& call) {
  const Exposition exposition = read_exposition(call);
  const MetricsImport result = import_metrics(call.session.metrics(), exposition.text, exposition.name);
  for (const std::string& name : result.left_out)
    Logger("metrics").warning("left out " + name + ": a gaugehistogram cannot be added to");
  if (call.out.json()) {
    call.out.line("{\"families\":" + std::to_string(result.families) +
                  ",\"series\":" + std::to_string(result.series) + "}");
  }
  return exit_status::ok;
}

int lint(Call& call) {
  const std::string* format = call.args.find("--format");
  const std::string* least = call.args.find("--fail-on");
  const Exposition exposition = read_exposition(call);
  MetricsFormat as = exposition_format(exposition.text);
  if (format) as = *format == "openmetrics" ? MetricsFormat::openmetrics : MetricsFormat::prometheus;
  const std::vector<MetricsFinding> findings = lint_metrics(exposition.text, as);
  print_findings(call, exposition.name, findings);
  const bool warnings_count = least && *least == "warning";
  const bool fails = std::any_of(findings.begin(), findings.end(), [&](const MetricsFinding& finding) {
    return warnings_count || finding.severity == MetricsFinding::Severity::error;
  });
  return fails ? exit_status::no : exit_status::ok;
}

}  // namespace objectos::cli::metrics
