#!/bin/bash
# Names and labels that would be exported as one are refused with both names.
. "$OBJECTOS_TESTS/lib.sh"

expect_nothing objectos metrics inc server.cost
expect_error 3 'server_cost and server\.cost' objectos metrics inc server_cost
expect_error 3 'server_cost_total and server\.cost' objectos metrics inc server_cost_total
expect_error 3 'server-cost and server\.cost' objectos metrics set server-cost 1
expect_nothing objectos metrics observe wait 1
for name in wait_sum wait_count wait_bucket wait.total wait_created; do
  expect_error 3 "$name and wait" objectos metrics set "$name" 1
done
expect_nothing objectos metrics set load_count 1
expect_error 3 'load and load_count' objectos metrics observe load 1
expect_error 3 'a\.b and a_b are both exported as a_b' objectos metrics inc hits -l a.b=1 -l a_b=2
expect_nothing objectos metrics inc server.cost
expect_out 2 objectos metrics get server.cost
