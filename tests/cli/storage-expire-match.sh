#!/bin/bash
# `expire` and `persist` take --match.
. "$OBJECTOS_TESTS/lib.sh"

for key in a:1 a:2 b:1; do objectos storage set "$key" x; done
expect_status 0 objectos storage expire --match 'a:*' 1h
expect_out none objectos storage ttl b:1
run objectos storage ttl a:2
[[ $(cat "$out") =~ ^(359[0-9](\.[0-9]+)?|3600)$ ]] || unexpected stdout 'nearly 3600' "$(cat "$out")"
expect_status 0 objectos storage persist --match '*:1'
expect_out none objectos storage ttl a:1
run objectos storage ttl a:2
[[ $(cat "$out") =~ ^(359[0-9](\.[0-9]+)?|3600)$ ]] || unexpected stdout 'nearly 3600' "$(cat "$out")"
