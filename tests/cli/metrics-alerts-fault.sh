#!/bin/bash
# A rule that does not fit its metric is named and makes the status 3; the others are evaluated.
. "$OBJECTOS_TESTS/lib.sh"

export OBJECTOS_METRICS_ALERTS='[{"name":"grown","metric":"depth","increase":"5m","op":">","threshold":0},
  {"name":"high","metric":"depth","op":">","threshold":0}]'
expect_nothing objectos metrics set depth 1
expect_status 3 objectos metrics alerts check
expect_err '^objectos: metrics alerts check: grown: depth is a gauge: only counters and histograms grow$'
expect_same high "$(cut -f 2 "$out")"
expect_status 3 objectos metrics alerts check --json
expect_same '["high"]' "$(jq -c 'map(.name)' "$out")"
expect_same data "$(jq -r .error.code "$err")"
# What alerts remember is theirs alone.
expect_nothing objectos metrics delete depth
expect_status 0 objectos metrics alerts check
expect_same resolved "$(cut -f 1 "$out")"
