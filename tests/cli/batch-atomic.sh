#!/bin/bash
# `--atomic`: all lines take effect, or none; the last line says which.
. "$OBJECTOS_TESTS/lib.sh"

expect_ndjson '{"id":1,"exit":0,"result":{"key":"a","set":true}}
{"id":2,"exit":0,"result":{"key":"n","value":1}}
{"committed":true}' objectos batch --atomic <<'LINES'
storage set a 1
storage incr n
LINES
expect_status 6 objectos batch --atomic <<'LINES'
storage set a changed
storage set b new
storage incr a
LINES
expect_same '{"committed":false}' "$(tail -n 1 "$out")"
expect_out 1 objectos storage get a
expect_no objectos storage has b
