#!/bin/bash
# No increment is lost, whoever else counts.
. "$OBJECTOS_TESTS/lib.sh"

for writer in 1 2 3 4; do
  (for _ in {1..25}; do expect_status 0 objectos storage incr "own:$writer" && expect_status 0 objectos storage incr all; done) &
done
wait
expect_out 100 objectos storage get all
expect_out $'25\n25\n25\n25' objectos storage get own:1 own:2 own:3 own:4
