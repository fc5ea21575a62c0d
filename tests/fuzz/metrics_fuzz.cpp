// An exposition of anybody's: what import takes, an export gives back, and lint and import take that again.
#include <algorithm>

#include "fuzz.hpp"
#include "objectos/metrics.hpp"

using namespace objectos;

namespace {

bool has_errors(std::string_view text, MetricsFormat format) {
  const auto findings = lint_metrics(text, format);
  return std::any_of(findings.begin(), findings.end(), [](const MetricsFinding& finding) {
    MUST_HOLD(finding.line > 0 && finding.column > 0);
    MUST_HOLD(!finding.message.text().empty());
    return finding.severity == MetricsFinding::Severity::error;
  });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = as_text(data, size);
  Metrics metrics(memory_metrics());
  const bool is_wrong = has_errors(text, exposition_format(text));
  has_errors(text, MetricsFormat::openmetrics);
  has_errors(text, MetricsFormat::prometheus);
  const bool is_taken = succeeds(Errc::data, [&] { import_metrics(metrics, text, "text"); });
  MUST_HOLD(!(is_wrong && is_taken));
  const std::string plain = metrics.export_prometheus();
  const std::string openmetrics = metrics.export_openmetrics();
  if (!is_taken) MUST_HOLD(plain.empty());
  MUST_HOLD(!has_errors(plain, MetricsFormat::prometheus));
  MUST_HOLD(!has_errors(openmetrics, MetricsFormat::openmetrics));
  Metrics again(memory_metrics());
  import_metrics(again, plain, "export");
  MUST_HOLD(again.families().size() == metrics.families().size());
  return 0;
}
