// Findings as JSON: our own form, and GitLab's.
#include <map>

#include "findings.hpp"
#include "objectos/json.hpp"
#include "objectos/text.hpp"

namespace objectos::cli {
namespace {

void append_number(std::string& out, const char* name, std::size_t number) {
  out.append(",\"").append(name).append("\":").append(std::to_string(number));
}

void append_text(std::string& out, const char* name, std::string_view text) {
  out.append(",\"").append(name).append("\":");
  append_json_string(out, text);
}

void append_finding(std::string& out, const Finding& finding) {
  out.append("{\"rule\":\"").append(rule_id(finding));
  out.append("\",\"severity\":\"").append(severity_name(finding.severity)).append("\"");
  append_text(out, "locale", finding.locale);
  append_text(out, "key", finding.key);
  append_text(out, "message", finding.message.text());
  append_text(out, "file", finding.place.file);
  append_number(out, "line", finding.place.line);
  append_number(out, "column", finding.place.column);
  append_number(out, "end_line", finding.place.end_line);
  append_number(out, "end_column", finding.place.end_column);
  out.append(",\"source\":");
  if (finding.source) {
    out.append("{\"file\":");
    append_json_string(out, finding.source->file);
    append_number(out, "line", finding.source->line);
    append_number(out, "column", finding.source->column);
    out.append("}");
  } else {
    out.append("null");
  }
  append_text(out, "fingerprint", finding.fingerprint());
  out.append("}");
}

std::string_view gitlab_severity(Severity severity) {
  return severity == Severity::error ? "major" : severity == Severity::warning ? "minor" : "info";
}

}  // namespace

std::string_view rule_id(const Finding& finding) {
  return check_rules()[static_cast<std::size_t>(finding.rule)].id;
}

std::string as_utf8(std::string_view text) {
  if (is_utf8(text)) return std::string(text);
  std::string out;
  while (!text.empty()) {
    std::size_t size = 1;
    while (size < 4 && size < text.size() && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80) ++size;
    const bool is_valid = is_utf8(text.substr(0, size));
    if (!is_valid) size = 1;
    out.append(is_valid ? text.substr(0, size) : "\xEF\xBF\xBD");
    text.remove_prefix(size);
  }
  return out;
}

void append_json_string(std::string& out, std::string_view text) {
  json::append_string(out, is_utf8(text) ? text : as_utf8(text));
}

void write_json(const CheckReport& report, Output& out) {
  std::string& text = out.buffer();
  text.append("{\"summary\":{\"files\":").append(std::to_string(report.files));
  append_number(text, "locales", report.locales);
  append_number(text, "keys", report.keys);
  append_number(text, "errors", report.count(Severity::error));
  append_number(text, "warnings", report.count(Severity::warning));
  append_number(text, "infos", report.count(Severity::info));
  text.append("},\"findings\":[");
  for (const Finding& finding : report.findings) {
    if (&finding != &report.findings.front()) text.append(",");
    append_finding(text, finding);
    out.write("");
  }
  out.line("]}");
}

void write_json_lines(const CheckReport& report, Output& out) {
  for (const Finding& finding : report.findings) {
    append_finding(out.buffer(), finding);
    out.line("");
  }
}

void write_gitlab(const CheckReport& report, Output& out) {
  std::string& text = out.buffer();
  std::map<std::string, std::size_t> times;  // GitLab takes two with one fingerprint for the same
  text.append("[");
  for (const Finding& finding : report.findings) {
    text.append(&finding == &report.findings.front() ? "\n{\"description\":" : ",\n{\"description\":");
    append_json_string(text, finding.message.text());
    append_text(text, "check_name", rule_id(finding));
    const std::size_t time = ++times[finding.fingerprint()];
    append_text(text, "fingerprint", finding.fingerprint() + (time > 1 ? "-" + std::to_string(time) : ""));
    append_text(text, "severity", gitlab_severity(finding.severity));
    text.append(",\"location\":{\"path\":");
    append_json_string(text, finding.place.file);
    text.append(",\"lines\":{\"begin\":").append(std::to_string(finding.place.line));
    append_number(text, "end", finding.place.end_line);
    text.append("}}}");
    out.write("");
  }
  out.line(report.findings.empty() ? "]" : "\n]");
}

}  // namespace objectos::cli
