#!/bin/bash
# `scopes` lists the scopes and how many keys each holds.
. "$OBJECTOS_TESTS/lib.sh"

expect_nothing objectos storage scopes
expect_no test -e "$OBJECTOS_STATE_DIR"
for key in b:1 a:1 a:2 a:3:4; do objectos storage set "$key" x; done
objectos storage set k x --scope c
expect_ndjson '{"scope":"a","keys":3}
{"scope":"b","keys":1}
{"scope":"c","keys":1}' objectos storage scopes --json
expect_status 0 objectos storage scopes
expect_same $'a 3\nb 1\nc 1' "$(tr -s ' \t' ' ' <"$out")"
