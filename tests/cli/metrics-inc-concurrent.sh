#!/bin/bash
# No use is lost, whoever else counts, from the first one on.
. "$OBJECTOS_TESTS/lib.sh"

for _ in {1..20}; do
  (for i in {1..20}; do
    expect_nothing objectos metrics inc jobs.total -l "kind=$((i % 2))"
    expect_nothing objectos metrics observe seconds 0.5
    expect_nothing objectos metrics add depth 1
  done) &
done
wait
expect_out 400 objectos metrics get jobs.total
expect_out 200 objectos metrics get jobs.total -l kind=1
expect_out 400 objectos metrics get depth
objectos metrics get seconds --json >got.json
expect_out '[400,200,400]' jq -c '[.count, .sum, .buckets["0.5"]]' got.json
