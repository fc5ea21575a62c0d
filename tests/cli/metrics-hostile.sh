#!/bin/bash
# Metrics with names, labels and values of all sorts: promtool, a strict parser and our own lint accept both exports, and
# Prometheus returns what `get` does.
. "$OBJECTOS_TESTS/lib.sh"
. "$OBJECTOS_TESTS/servers.sh"

command -v prometheus >/dev/null || skip prometheus
/usr/bin/python3 -c 'import prometheus_client' 2>/dev/null || skip python3-prometheus-client
hostile() { python3 "$OBJECTOS_TESTS/tools/hostile_metrics.py" "$@"; }
seed=${HOSTILE_SEED:-$SRANDOM}
printf "seed %s\n" "$seed" >&3
hostile record "$seed" >recording.txt
hostile get "$seed" >asking.txt
run objectos batch <recording.txt
jq -c 'select(.exit > 3)' "$out" >faults
[[ $status =~ ^[06]$ && ! -s faults ]] || fail "seed $seed: $(head -n 3 faults)"
objectos batch <asking.txt >replies || [[ $? == 6 ]]

cat >parse.py <<'PYTHON'
import sys
from prometheus_client.openmetrics.parser import text_string_to_metric_families as strict
from prometheus_client.parser import text_string_to_metric_families as plain
text = open(sys.argv[1], newline="", encoding="utf-8").read()
families = list((strict if sys.argv[1] == "page.openmetrics" else plain)(text))
assert len(families) > 30, len(families)
PYTHON
for format in prometheus openmetrics; do
  objectos metrics export --format $format >page.$format
  expect_status 0 objectos metrics lint page.$format --format $format
  expect_no grep -h ': error:' "$out"
  expect_nothing /usr/bin/python3 parse.py page.$format
done
run promtool check metrics <page.prometheus
[[ $status =~ ^[03]$ ]] || fail "seed $seed: promtool: $(head -n 3 "$err")" # 3: advice on names

start_fake_http A file "$PWD/page.prometheus" 'text/plain; version=0.0.4; charset=utf-8'
start_prometheus M "127.0.0.1:$A_port"
await_that 'a scrape' python3 "$OBJECTOS_TESTS/tools/prometheus_query.py" "$M_url" 'up == 1'
expect_nothing hostile compare "$seed" replies "$M_url" "127.0.0.1:$A_port"
