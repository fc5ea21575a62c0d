#!/bin/bash
# What is set is printed by get, byte for byte; a miss is status 1 and prints nothing.
. "$OBJECTOS_TESTS/lib.sh"

expect_nothing objectos cache set greeting 'hello world'
expect_out 'hello world' objectos cache get greeting
expect_json '"hello world"' objectos cache get greeting --json
expect_json '{"key":"n","set":true}' objectos cache set n '{"b": 1.50, "a": 2}' --as json --json
expect_out '{"b":1.50,"a":2}' objectos cache get n
printf 'a\0\377\n' | objectos cache set raw --as bytes
expect_bytes 'a\0\0377\n' objectos cache get raw --raw
expect_no objectos cache get absent
expect_json_status 1 null objectos cache get absent --json
expect_out fallback objectos cache get absent --default fallback
expect_json_status 1 '{"greeting":"hello world"}' objectos cache get greeting absent --json
expect_nothing objectos cache has greeting
expect_no objectos cache has absent
expect_json_status 1 '{"exists":false}' objectos cache has absent --json
