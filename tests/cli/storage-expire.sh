#!/bin/bash
# `expire` gives a key an end, `persist` takes it away; an absent key is status 1.
. "$OBJECTOS_TESTS/lib.sh"

expect_no objectos storage expire key 1h
expect_no objectos storage persist key
expect_no test -e "$OBJECTOS_STATE_DIR"
objectos storage set key x
expect_nothing objectos storage expire key 1h
expect_status 0 objectos storage ttl key
[[ $(cat "$out") =~ ^(359[0-9](\.[0-9]+)?|3600)$ ]] || unexpected stdout 'nearly 3600' "$(cat "$out")"
expect_nothing objectos storage persist key
expect_out none objectos storage ttl key
expect_nothing objectos storage persist key
expect_json '{"key":"key","ttl_ms":null}' objectos storage persist key --json
expect_out x objectos storage get key
for ttl in 0 -1 '' x; do expect_error 2 '' objectos storage expire key -- "$ttl"; done
expect_error 2 '' objectos storage expire key
expect_out none objectos storage ttl key
