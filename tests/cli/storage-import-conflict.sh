#!/bin/bash
# `import --on-conflict` replaces (so by default), keeps, or fails as a whole.
. "$OBJECTOS_TESTS/lib.sh"

printf '%s\n' '{"key":"a","value":"new"}' '{"key":"b","value":"new"}' >lines
objectos storage set b old
expect_error 3 'b' objectos storage import lines --on-conflict fail
expect_no objectos storage has a
expect_out old objectos storage get b
expect_json '{"imported":1,"kept":1}' objectos storage import lines --on-conflict keep --json
expect_out $'new\nold' objectos storage get a b
expect_json '{"imported":2,"kept":0}' objectos storage import lines --json
expect_out $'new\nnew' objectos storage get a b
expect_json '{"imported":2,"kept":0}' objectos storage import lines --on-conflict=replace --json
expect_error 2 'replace.*keep.*fail' objectos storage import lines --on-conflict merge
