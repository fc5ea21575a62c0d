#!/bin/bash
# promtool and a strict parser of OpenMetrics accept what is exported of a hostile state.
. "$OBJECTOS_TESTS/lib.sh"

command -v promtool >/dev/null || skip promtool
/usr/bin/python3 -c 'import prometheus_client' 2>/dev/null || skip python3-prometheus-client
expect_nothing objectos metrics declare app.errors.total --type counter --help-text $'\\ "quoted"\nnext line' --label kind
for kind in $'back\\slash' $'new\nline' '"quotes"' '{a="b"} 1' 'ünï' ' '; do
  expect_nothing objectos metrics inc app.errors.total -l "kind=$kind"
done
for value in NaN +Inf -Inf 1e-7 1e21 0.30000000000000004 5e-324; do
  expect_nothing objectos metrics set "hostile" -l "spelled=$value" -- "$value"
done
expect_nothing objectos metrics observe wait.seconds 0.1 1 30 +Inf
expect_nothing objectos metrics declare depth --type histogram --buckets=-1,0,1 --init ''
expect_nothing objectos metrics observe depth 0.5
cat >parse.py <<'PYTHON'
import sys
from prometheus_client.openmetrics.parser import text_string_to_metric_families as strict
from prometheus_client.parser import text_string_to_metric_families as plain
families = list((strict if sys.argv[1] == "openmetrics" else plain)(sys.stdin.read()))
samples = {(s.name, tuple(sorted(s.labels.items()))): s.value for f in families for s in f.samples}
assert samples[("app_errors_total", (("kind", "back\\slash"),))] == 1, samples
assert samples[("app_errors_total", (("kind", "new\nline"),))] == 1
assert samples[("hostile", (("spelled", "0.30000000000000004"),))] == 0.1 + 0.2
assert samples[("wait_seconds_bucket", (("le", "0.1"),))] == 1
print(len(families))
PYTHON
for format in prometheus openmetrics; do
  objectos metrics export --format $format >page
  expect_out 4 /usr/bin/python3 parse.py $format <page
done
objectos metrics export >page
expect_nothing promtool check metrics <page
