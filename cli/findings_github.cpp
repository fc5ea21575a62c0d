// Findings as workflow commands of GitHub Actions: `::error file=F,line=L,col=C::message`.
#include "findings.hpp"

namespace objectos::cli {
namespace {

/// What ends a command, and in a property also what ends the property, as %XX.
std::string escaped(std::string_view text, bool is_property) {
  std::string out;
  for (const char c : text) {
    if (c == '%') {
      out += "%25";
    } else if (c == '\r') {
      out += "%0D";
    } else if (c == '\n') {
      out += "%0A";
    } else if (is_property && c == ':') {
      out += "%3A";
    } else if (is_property && c == ',') {
      out += "%2C";
    } else {
      out += c;
    }
  }
  return out;
}

std::string_view command(Severity severity) {
  return severity == Severity::error ? "error" : severity == Severity::warning ? "warning" : "notice";
}

}  // namespace

void write_github(const CheckReport& report, Output& out) {
  for (const Finding& finding : report.findings) {
    const FilePlace& place = finding.place;
    std::string line = "::" + std::string(command(finding.severity)) +
                       " file=" + escaped(as_utf8(place.file), true) + ",line=" + std::to_string(place.line) +
                       ",endLine=" + std::to_string(place.end_line);
    // Columns count only where it is one line.
    if (place.line == place.end_line)
      line += ",col=" + std::to_string(place.column) + ",endColumn=" + std::to_string(place.end_column);
    line += ",title=" + escaped(rule_id(finding), true);
    out.line(line + "::" + escaped(as_utf8(finding.message.text()), false));
  }
}

}  // namespace objectos::cli
