// Findings as XML: JUnit's and Checkstyle's, both by file.
#include <vector>

#include "findings.hpp"
#include "text_width.hpp"

namespace objectos::cli {
namespace {

/// What XML 1.0 has no room for, not even escaped, becomes U+FFFD.
bool is_xml(char32_t c) {
  return c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c != 0xFFFE && c != 0xFFFF);
}

/// `text` for an attribute or between tags.
std::string xml(std::string_view raw) {
  const std::string valid = as_utf8(raw);
  std::string out;
  for (std::string_view text = valid; !text.empty();) {
    const Character c = character_at(text);
    switch (c.code) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\t': out += "&#9;"; break;
      case '\n': out += "&#10;"; break;
      case '\r': out += "&#13;"; break;
      default: out.append(is_xml(c.code) ? text.substr(0, c.size) : "\xEF\xBF\xBD");
    }
    text.remove_prefix(c.size);
  }
  return out;
}

std::string place_text(const FilePlace& place) {
  return std::to_string(place.line) + ":" + std::to_string(place.column);
}

using Findings = std::span<const Finding>;

/// The findings of each file; they come sorted by it.
std::vector<Findings> by_file(const CheckReport& report) {
  std::vector<Findings> files;
  const Findings all = report.findings;
  for (std::size_t begin = 0, end; begin < all.size(); begin = end) {
    for (end = begin; end < all.size() && all[end].place.file == all[begin].place.file;) ++end;
    files.push_back(all.subspan(begin, end - begin));
  }
  return files;
}

std::size_t failures(Findings findings, Severity fail_on) {
  std::size_t n = 0;
  for (const Finding& finding : findings) n += finding.severity >= fail_on ? 1 : 0;
  return n;
}

std::string counts(std::size_t tests, std::size_t failed) {
  return " tests=\"" + std::to_string(tests) + "\" failures=\"" + std::to_string(failed) + "\" errors=\"0\"";
}

void write_case(const Finding& finding, Severity fail_on, Output& out) {
  const std::string id(rule_id(finding));
  const std::string message = xml(finding.message.text());
  out.line("    <testcase classname=\"" + xml(finding.place.file) + "\" name=\"" + place_text(finding.place) +
           " " + id + (finding.key.empty() ? "" : " " + xml(finding.key)) + "\">");
  const std::string text =
      xml(finding.place.file) + ":" + place_text(finding.place) + ": " + message + " [" + id + "]";
  out.line(finding.severity >= fail_on
               ? "      <failure type=\"" + std::string(severity_name(finding.severity)) + "\" message=\"" +
                     message + "\">" + text + "</failure>"
               : "      <system-out>" + std::string(severity_name(finding.severity)) + ": " + text +
                     "</system-out>");
  out.line("    </testcase>");
}

constexpr const char* xml_head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";

}  // namespace

void write_junit(const CheckReport& report, Severity fail_on, Output& out) {
  out.line(xml_head);
  if (report.findings.empty()) {
    // Servers take a report without any test for a mistake.
    out.line("<testsuites name=\"objectos i18n check\"" + counts(1, 0) + ">\n  <testsuite name=\"i18n\"" +
             counts(1, 0) +
             ">\n    <testcase classname=\"i18n\" name=\"check\"/>\n  </testsuite>\n</testsuites>");
    return;
  }
  out.line("<testsuites name=\"objectos i18n check\"" +
           counts(report.findings.size(), failures(report.findings, fail_on)) + ">");
  for (const Findings findings : by_file(report)) {
    out.line("  <testsuite name=\"" + xml(findings[0].place.file) + "\"" +
             counts(findings.size(), failures(findings, fail_on)) + ">");
    for (const Finding& finding : findings) write_case(finding, fail_on, out);
    out.line("  </testsuite>");
  }
  out.line("</testsuites>");
}

void write_checkstyle(const CheckReport& report, Output& out) {
  out.line(xml_head);
  out.line("<checkstyle version=\"4.3\">");
  for (const Findings findings : by_file(report)) {
    out.line("  <file name=\"" + xml(findings[0].place.file) + "\">");
    for (const Finding& finding : findings) {
      out.line("    <error line=\"" + std::to_string(finding.place.line) + "\" column=\"" +
               std::to_string(finding.place.column) + "\" severity=\"" +
               std::string(severity_name(finding.severity)) + "\" message=\"" + xml(finding.message.text()) +
               "\" source=\"objectos.i18n." + std::string(rule_id(finding)) + "\"/>");
    }
    out.line("  </file>");
  }
  out.line("</checkstyle>");
}

}  // namespace objectos::cli
