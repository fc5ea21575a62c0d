#!/bin/bash
# A counter is added to in silence, and only grows.
. "$OBJECTOS_TESTS/lib.sh"

expect_nothing objectos metrics inc hits
expect_nothing objectos metrics inc hits 2.5
expect_out 3.5 objectos metrics get hits
expect_json '{"name":"hits","labels":{},"value":4.5}' objectos metrics inc hits --json
expect_json '{"name":"errors","labels":{"a":"1","b":"2"},"value":3}' objectos metrics inc errors 3 -l b=2 -l a=1 --json
expect_nothing objectos metrics inc large 1e15
expect_nothing objectos metrics inc large
expect_out 1000000000000001 objectos metrics get large
for by in -1 -0.1 NaN Inf +Inf -Inf 1x '' abc 0x10; do
  expect_error 2 '' objectos metrics inc hits -- "$by"
done
expect_out 4.5 objectos metrics get hits
expect_error 2 'NAME is missing' objectos metrics inc
expect_error 2 'not NAME=VALUE' objectos metrics inc hits -l kind
