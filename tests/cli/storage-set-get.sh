#!/bin/bash
# What `set` stores, `get` prints with a newline; setting again replaces it.
. "$OBJECTOS_TESTS/lib.sh"

expect_nothing objectos storage set greeting 'hello  wörld'
expect_out 'hello  wörld' objectos storage get greeting
expect_nothing objectos storage set greeting ''
expect_bytes '\n' objectos storage get greeting
expect_json '{"key":"greeting","set":true}' objectos storage set greeting bye --json
expect_json '"bye"' objectos storage get greeting --json
