#!/bin/bash
# `delete` ends well even if there was nothing; --json says how many there were.
. "$OBJECTOS_TESTS/lib.sh"

expect_nothing objectos storage delete nothing
expect_no test -e "$OBJECTOS_STATE_DIR"
for key in a b c d; do objectos storage set "$key" x; done
expect_nothing objectos storage delete a
expect_no objectos storage has a
expect_json '{"deleted":2}' objectos storage delete a b c nothing --json
expect_out d objectos storage keys
expect_error 2 '' objectos storage delete
