#!/bin/bash
# Values go into a histogram all together or not at all, also from standard input.
. "$OBJECTOS_TESTS/lib.sh"

expect_nothing objectos metrics observe seconds 0.1 0.2 30
printf '1 2\n\n 3\t4\n' | expect_nothing objectos metrics observe seconds 0.5 -
expect_nothing objectos metrics observe seconds - </dev/null
objectos metrics get seconds --json >got.json
expect_out '[8,40.8,1,2,3,8]' jq -c '[.count, .sum, .buckets["0.1"], .buckets["0.25"], .buckets["0.5"], .buckets["+Inf"]]' got.json
expect_error 2 'not a number' objectos metrics observe seconds 1 2 x
printf '1\nNaN\n' | expect_error 2 'NaN' objectos metrics observe seconds -
expect_error 2 'V is missing' objectos metrics observe seconds
expect_nothing objectos metrics observe seconds +Inf
objectos metrics get seconds --json >got.json
expect_out '[9,"+Inf"]' jq -c '[.count, .sum]' got.json
