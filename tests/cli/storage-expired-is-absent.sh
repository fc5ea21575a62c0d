#!/bin/bash
# An expired key is absent for every verb at once.
. "$OBJECTOS_TESTS/lib.sh"

for key in k s:k n; do objectos storage set "$key" 5 --ttl 1ms; done
objectos storage set here x
wait_until ! objectos storage has n
expect_no objectos storage get k
expect_no objectos storage has s:k
expect_no objectos storage ttl k
expect_no objectos storage expire k 1h
expect_no objectos storage persist k
expect_out here objectos storage keys
expect_out 1 objectos storage count
expect_ndjson '{"key":"here","value":"x"}' objectos storage export
expect_no objectos storage set k new --if-present
expect_no objectos storage set k new --if-value 5
expect_json '{"deleted":0}' objectos storage delete k --json
expect_out 1 objectos storage incr n
expect_out none objectos storage ttl n
expect_nothing objectos storage set k new --if-absent
expect_out new objectos storage get k
expect_nothing objectos storage keys --scope s
