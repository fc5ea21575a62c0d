#!/bin/bash
# `incr --ttl` counts only when the key is created.
. "$OBJECTOS_TESTS/lib.sh"

expect_out 1 objectos storage incr window --ttl 1h
expect_out 2 objectos storage incr window --ttl 5h
expect_status 0 objectos storage ttl window --json
left=$(sed -E 's/.*"ttl_ms":([0-9]+).*/\1/' "$out")
((left > 3500000 && left <= 3600000)) || unexpected stdout 'nearly 3600000' "$left"
objectos storage set plain 1
expect_out 2 objectos storage incr plain --ttl 1h
expect_out none objectos storage ttl plain
