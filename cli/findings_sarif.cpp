// Findings as SARIF 2.1.0 (OASIS), for GitHub code scanning and others.
#include "findings.hpp"
#include "objectos/library.hpp"

namespace objectos::cli {
namespace {

constexpr std::string_view schema =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

std::string_view level(Severity severity) {
  switch (severity) {
    case Severity::error: return "error";
    case Severity::warning: return "warning";
    case Severity::info: return "note";
    case Severity::off: break;
  }
  return "none";
}

/// A path as a URI: what is no letter, digit or one of -._~/ as %XX, byte by byte.
std::string uri(std::string_view path) {
  static constexpr char hex[] = "0123456789ABCDEF";
  std::string out = path.starts_with('/') ? "file://" : "";
  for (const char c : path) {
    const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                          std::string_view("-._~/").find(c) != std::string_view::npos;
    const auto byte = static_cast<unsigned char>(c);
    if (is_plain) {
      out += c;
    } else {
      out.append("%").append(1, hex[byte >> 4]).append(1, hex[byte & 15]);
    }
  }
  return out;
}

void append_message(std::string& out, std::string_view name, std::string_view text) {
  out.append("\"").append(name).append("\":{\"text\":");
  append_json_string(out, text);
  out.append("}");
}

void append_place(std::string& out, const FilePlace& place) {
  out.append("\"physicalLocation\":{\"artifactLocation\":{\"uri\":\"").append(uri(place.file));
  out.append("\"},\"region\":{\"startLine\":").append(std::to_string(place.line));
  out.append(",\"startColumn\":").append(std::to_string(place.column));
  out.append(",\"endLine\":").append(std::to_string(place.end_line));
  out.append(",\"endColumn\":").append(std::to_string(place.end_column)).append("}}");
}

void append_rule(std::string& out, const RuleInfo& info) {
  const bool is_on = info.severity != Severity::off;
  out.append("{\"id\":\"").append(info.id).append("\",");
  append_message(out, "shortDescription", info.summary);
  out.append(",");
  append_message(out, "help", *info.explanation ? info.explanation : info.summary);
  out.append(",\"defaultConfiguration\":{\"enabled\":").append(is_on ? "true" : "false");
  out.append(",\"level\":\"").append(level(info.severity)).append("\"}}");
}

void append_result(std::string& out, const Finding& finding) {
  out.append("{\"ruleId\":\"").append(rule_id(finding));
  out.append("\",\"ruleIndex\":").append(std::to_string(static_cast<std::size_t>(finding.rule)));
  out.append(",\"level\":\"").append(level(finding.severity)).append("\",");
  append_message(out, "message", finding.message.text());
  out.append(",\"locations\":[{");
  append_place(out, finding.place);
  if (!finding.key.empty()) {
    out.append(",\"logicalLocations\":[{\"fullyQualifiedName\":");
    append_json_string(out, finding.key);
    out.append("}]");
  }
  out.append("}]");
  if (finding.source) {
    out.append(",\"relatedLocations\":[{");
    append_place(out, *finding.source);
    out.append(",");
    append_message(out, "message", "what it is compared with");
    out.append("}]");
  }
  out.append(",\"partialFingerprints\":{\"objectos/v1\":");
  append_json_string(out, finding.fingerprint());
  out.append("},\"properties\":{\"locale\":");
  append_json_string(out, finding.locale);
  out.append("}}");
}

}  // namespace

void write_sarif(const CheckReport& report, Output& out) {
  std::string& text = out.buffer();
  text.append("{\"$schema\":\"")
      .append(schema)
      .append("\",\"version\":\"2.1.0\",\"runs\":[{\"tool\":{\"driver\":{");
  text.append("\"name\":\"objectos i18n check\",\"version\":\"")
      .append(library_version())
      .append("\",\"rules\":[");
  for (const RuleInfo& info : check_rules()) {
    if (&info != &check_rules().front()) text.append(",");
    append_rule(text, info);
  }
  text.append("]}},\"columnKind\":\"unicodeCodePoints\",\"invocations\":[{\"executionSuccessful\":");
  text.append(report.is_incomplete ? "false" : "true").append("}],\"results\":[");
  for (const Finding& finding : report.findings) {
    text.append(&finding == &report.findings.front() ? "\n" : ",\n");
    append_result(text, finding);
    out.write("");
  }
  out.line("]}]}");
}

}  // namespace objectos::cli
