// objectos i18n stats: how much of the source each locale has.
#include <algorithm>
#include <array>

#include "commands/i18n.hpp"
#include "exit_status.hpp"
#include "objectos/json.hpp"
#include "text_width.hpp"

namespace objectos::cli::i18n {
namespace {

/// In per cent with one decimal, rounded down: 100.0 is all.
std::string coverage_of(const LocaleCoverage& each) {
  const std::size_t tenths = each.keys == 0 ? 1000 : each.translated * 1000 / each.keys;
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10);
}

using Row = std::array<std::string, 6>;

Row row_of(Call& call, const LocaleCoverage& each) {
  return {call.shown(each.locale),        std::to_string(each.keys),  std::to_string(each.translated),
          std::to_string(each.missing()), std::to_string(each.empty), coverage_of(each)};
}

void print_json(Call& call, const LocaleCoverage& each) {
  call.out.line("{\"locale\":" + json::quoted(each.locale) + ",\"keys\":" + std::to_string(each.keys) +
                ",\"translated\":" + std::to_string(each.translated) +
                ",\"missing\":" + std::to_string(each.missing()) +
                ",\"empty\":" + std::to_string(each.empty) + ",\"coverage\":" + coverage_of(each) + "}");
}

/// Numbers stand below each other; the whole is no wider than 80 columns.
void print_table(Call& call, const std::vector<LocaleCoverage>& coverage) {
  std::vector<Row> rows{{"locale", "keys", "translated", "missing", "empty", "%"}};  // as in JSON
  for (const LocaleCoverage& each : coverage) rows.push_back(row_of(call, each));
  std::array<std::size_t, 6> widths{};
  for (const Row& row : rows)
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], columns(row[i]));
  widths[0] = std::min<std::size_t>(widths[0], 24);
  for (const Row& row : rows) {
    std::string line = cut(row[0], widths[0], "~");
    line.append(widths[0] - columns(line), ' ');
    for (std::size_t i = 1; i < row.size(); ++i)
      line.append(2 + widths[i] - columns(row[i]), ' ').append(row[i]);
    call.out.line(&row == &rows.front() ? call.session.console.bold(line) : line);
  }
}

}  // namespace

int stats(Call& call) {
  CheckOptions options = project_options(call);
  if (!call.args.positionals.empty()) options.paths = call.args.positionals;
  const CheckReport report = check_translations(options);
  std::vector<LocaleCoverage> coverage = report.coverage;
  std::sort(coverage.begin(), coverage.end(),
            [](const LocaleCoverage& a, const LocaleCoverage& b) { return a.locale < b.locale; });
  if (call.session.console.stdout_is_terminal() && !call.out.json()) {
    print_table(call, coverage);
  } else {
    for (const LocaleCoverage& each : coverage) {
      if (call.out.json()) {
        print_json(call, each);
        continue;
      }
      std::string line;
      for (const std::string& cell : row_of(call, each)) line.append(line.empty() ? "" : "\t").append(cell);
      call.out.line(line);
    }
  }
  for (const Finding& each : report.findings) {
    if (each.rule == Rule::syntax || each.rule == Rule::encoding)
      tell(call,
           each.place.file + ":" + std::to_string(each.place.line) + ":" + std::to_string(each.place.column),
           each.message);
  }
  return report.is_incomplete ? exit_status::of(Errc::data) : exit_status::ok;
}

}  // namespace objectos::cli::i18n
