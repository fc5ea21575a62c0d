#!/bin/bash
# reset sets to zero and keeps series; delete removes, with a pattern only when told to.
. "$OBJECTOS_TESTS/lib.sh"

expect_json '{"reset":0}' objectos metrics reset --json
expect_json '{"deleted":0}' objectos metrics delete absent --json
expect_no test -e "$OBJECTOS_STATE_DIR"
for name in tmp.a tmp.b keep; do expect_nothing objectos metrics inc "$name" 5 -l k=v; done
expect_nothing objectos metrics observe seconds 1
expect_json '{"reset":1}' objectos metrics reset keep --json
expect_out 0 objectos metrics get keep
expect_out 5 objectos metrics get tmp.a
expect_nothing objectos metrics reset
expect_same 0 "$(objectos metrics get seconds --json | jq .count)"
expect_out $'keep\tcounter\t1\t\nseconds\thistogram\t1\t\ntmp.a\tcounter\t1\t\ntmp.b\tcounter\t1\t' objectos metrics list
expect_out $'tmp.a\ntmp.b' objectos metrics delete --match 'tmp.*' --dry-run
expect_json '{"deleted":0,"would_delete":["tmp.a"]}' objectos metrics delete tmp.a --dry-run --json
expect_error 2 '--yes' objectos metrics delete --match 'tmp.*' </dev/null
expect_error 2 'exclude' objectos metrics delete tmp.a --match 'tmp.*'
expect_error 2 'NAME is missing' objectos metrics delete
expect_json '{"deleted":2}' objectos metrics delete --match 'tmp.*' --yes --json
expect_nothing objectos metrics delete keep
expect_out $'seconds\thistogram\t1\t' objectos metrics list
# The name is free again.
expect_nothing objectos metrics set keep 1
