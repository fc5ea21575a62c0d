// What `i18n check` prints: one report in the forms that people and other programs read.
#pragma once

#include <string>
#include <string_view>

#include "console.hpp"
#include "language.hpp"
#include "objectos/i18n_check.hpp"

namespace objectos::cli {

/// For people: a line for each finding; on a terminal also the line of the file, and what in it is meant.
void write_text(const CheckReport& report, Output& out, const Console& console, Language& language);
/// Summary and findings.
void write_json(const CheckReport& report, Output& out);
/// A finding a line.
void write_json_lines(const CheckReport& report, Output& out);
/// SARIF 2.1.0, for code scanning.
void write_sarif(const CheckReport& report, Output& out);
/// Workflow commands of GitHub Actions, which become annotations.
void write_github(const CheckReport& report, Output& out);
/// GitLab's code quality report.
void write_gitlab(const CheckReport& report, Output& out);
/// JUnit's XML: a test case for each finding, failed from `fail_on` on.
void write_junit(const CheckReport& report, Severity fail_on, Output& out);
/// Checkstyle's XML.
void write_checkstyle(const CheckReport& report, Output& out);

// ---- for all of them -----------------------------------------------------------------------------------

/// "missing-key"
std::string_view rule_id(const Finding& finding);
/// `text` with U+FFFD where it is not UTF-8, as names of files may be.
std::string as_utf8(std::string_view text);
/// Appends `text`, made UTF-8, as a JSON string.
void append_json_string(std::string& out, std::string_view text);

}  // namespace objectos::cli
