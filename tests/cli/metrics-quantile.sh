#!/bin/bash
# Quantiles are off by at most 1.1 %; without observations there are none.
. "$OBJECTOS_TESTS/lib.sh"

expect_no objectos metrics quantile seconds 0.5
seq 1 1000 | expect_nothing objectos metrics observe seconds -l k=a -
expect_nothing objectos metrics observe seconds 5000 -l k=b
run objectos metrics quantile seconds 0 0.5 0.99 1 -l k=a
want_status 0
expect_same ok "$(awk 'NR == 1 { want = 1 } NR == 2 { want = 500 } NR == 3 { want = 990 } NR == 4 { want = 1000 }
  { off = ($1 - want) / want; if (off < 0) off = -off; if (off > 0.011) bad = bad " " $1 } END { print NR == 4 && bad == "" ? "ok" : "off:" bad }' "$out")"
run objectos metrics quantile seconds 1 0.5 --json
expect_out '["1","0.5"]' jq -c keys_unsorted "$out"
expect_error 2 'from 0 to 1' objectos metrics quantile seconds 1.1
expect_error 2 'not a number' objectos metrics quantile seconds median
expect_nothing objectos metrics inc hits
expect_error 3 'only histograms' objectos metrics quantile hits 0.5
expect_nothing objectos metrics reset seconds
expect_no objectos metrics quantile seconds 0.5
