#!/bin/bash
# A flag is off until it is set; the exit status tells.
. "$OBJECTOS_TESTS/lib.sh"

expect_no objectos flag get checkout
expect_json_status 1 '{"flag":"checkout","variant":null,"value":null,"reason":"ERROR"}' objectos flag get checkout --json
expect_no test -e "$OBJECTOS_STATE_DIR"
expect_nothing objectos flag set checkout true
expect_out on objectos flag get checkout
expect_json '{"flag":"checkout","variant":"on","value":true,"reason":"STATIC"}' objectos flag get checkout --json
expect_json '{"flag":"checkout","value":false}' objectos flag set checkout false --json
expect_status 1 objectos flag get checkout
expect_stdout off
expect_json '{"deleted":1}' objectos flag delete checkout --json
expect_json '{"deleted":0}' objectos flag delete checkout --json
expect_no objectos flag get checkout
