// The metrics verbs that write expositions.
#include <optional>

#include "commands/metrics.hpp"
#include "exit_status.hpp"
#include "objectos/atomic_file.hpp"

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

}  // namespace

int export_(Call& call) {
  const MetricsFormat format = format_option(call);
  const MetricsEscaping escaping = escaping_option(call);
  const std::string* path = call.args.find("--output");
  if (path && path->ends_with(".prom")) check_textfile(format, escaping);
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

}  // namespace objectos::cli::metrics
