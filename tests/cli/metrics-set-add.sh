#!/bin/bash
# A gauge is set and moved; any number is one.
. "$OBJECTOS_TESTS/lib.sh"

expect_nothing objectos metrics set depth 17
expect_out 17 objectos metrics get depth
expect_nothing objectos metrics add depth -- -20
expect_out -3 objectos metrics get depth
expect_nothing objectos metrics add fresh 0.1
expect_nothing objectos metrics add fresh 0.2
expect_out 0.30000000000000004 objectos metrics get fresh
for value in NaN +Inf -Inf 1e-07 1e+21 5e-324; do
  expect_nothing objectos metrics set depth -- "$value"
  expect_out "$value" objectos metrics get depth
done
expect_json '{"name":"depth","labels":{},"value":"NaN"}' objectos metrics set depth NaN --json
expect_error 2 'V is missing' objectos metrics set depth
expect_error 2 'not a number' objectos metrics set depth high
expect_out NaN objectos metrics get depth
