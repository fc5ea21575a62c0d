#!/bin/bash
# import adds what another program exports, all of it or nothing.
. "$OBJECTOS_TESTS/lib.sh"

expect_nothing objectos metrics inc app.errors.total 2 -l kind=io
expect_nothing objectos metrics observe wait 0.3
for format in prometheus openmetrics; do objectos metrics export --format "$format" -o "$format.txt" && mv "$format.txt" "$format"; done
expect_json '{"families":2,"series":2}' objectos metrics import prometheus --json
expect_nothing objectos metrics import - <openmetrics
expect_out 6 objectos metrics get app.errors.total
expect_same 3 "$(objectos metrics get wait --json | jq .count)"
export OBJECTOS_STATE_DIR=$PWD/other
expect_nothing objectos metrics import prometheus
objectos metrics export >again
expect_same "$(grep -v '^# HELP' prometheus)" "$(grep -v '^# HELP' again)"
printf 'fine 1\nnot fine\n' >wrong
expect_error 3 '^objectos: metrics import: wrong:2:5: ' objectos metrics import wrong
printf '# TYPE fine gauge\nfine 1\n# TYPE wait gauge\nwait 1\n' >wrong
expect_error 3 'wrong:4: wait is a histogram, not a gauge' objectos metrics import wrong
expect_no objectos metrics get fine
expect_error 2 'no such file|No such file' objectos metrics import absent
