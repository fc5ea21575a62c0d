#!/bin/bash
# `has` answers with its status and prints nothing.
. "$OBJECTOS_TESTS/lib.sh"

expect_no objectos storage has key
expect_no test -e "$OBJECTOS_STATE_DIR"
objectos storage set key x
expect_nothing objectos storage has key
expect_json '{"exists":true}' objectos storage has key --json
expect_json_status 1 '{"exists":false}' objectos storage has other --json
expect_error 2 '' objectos storage has
expect_error 2 '' objectos storage has a b
