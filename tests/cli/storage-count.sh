#!/bin/bash
# `count` prints how many keys match.
. "$OBJECTOS_TESTS/lib.sh"

expect_out 0 objectos storage count
expect_no test -e "$OBJECTOS_STATE_DIR"
for key in a:1 a:2 b:1; do objectos storage set "$key" x; done
expect_out 3 objectos storage count
expect_out 2 objectos storage count 'a:*'
expect_out 0 objectos storage count 'c*'
expect_json '{"count":2}' objectos storage count '*:1' --json
expect_out 2 objectos storage count --scope a
