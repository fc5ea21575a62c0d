#!/bin/bash
# What a run leaves is exported with help and units: every checker is content with it.
. "$OBJECTOS_TESTS/lib.sh"

export OBJECTOS_METRICS_PREFIX=objectos_
expect_nothing objectos metrics run nightly.backup -l host=a -- true
expect_status 3 objectos metrics run nightly.backup -l host=a -- sh -c 'exit 3'
objectos metrics export >page
expect_nothing objectos metrics lint page --fail-on warning
if command -v promtool >/dev/null; then expect_nothing promtool check metrics <page; fi
objectos metrics export --format openmetrics >open
expect_nothing objectos metrics lint open --fail-on warning
if /usr/bin/python3 -c 'import prometheus_client' 2>/dev/null; then
  expect_nothing /usr/bin/python3 -c 'import sys
from prometheus_client.openmetrics.parser import text_string_to_metric_families as parse
list(parse(sys.stdin.read()))' <open
fi
expect_no grep -E '^# HELP [^ ]+ [^ ]+, an? ' page
expect_status 0 grep -q '^# HELP objectos_nightly_backup_max_rss_bytes .*largest single process' page
expect_status 0 grep -q '^# UNIT objectos_nightly_backup_cpu_seconds seconds$' open
expect_status 0 grep -q '^objectos_nightly_backup_runs_total{host="a",status="lost"} 0$' page
expect_status 0 grep -q '^objectos_nightly_backup_duration_seconds_bucket{host="a",le="86400.0"} 2$' page
