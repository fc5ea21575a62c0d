#!/bin/bash
# The storage verbs on a Redis server, one after the other.
. "$OBJECTOS_TESTS/lib.sh"
. "$OBJECTOS_TESTS/servers.sh"

start_redis R
export OBJECTOS_STORAGE_URL=$R_url
expect_no objectos storage get key
expect_nothing objectos storage set key 'a value'
expect_out 'a value' objectos storage get key
expect_json '{"key":"n","value":9007199254740993}' objectos storage incr n --by 9007199254740993 --json
expect_out 9007199254740994 objectos storage incr n
expect_out 1.5 objectos storage incr half --by 1.5
expect_no objectos storage set key x --if-absent
expect_no objectos storage set key x --if-value y
expect_out 'a value' objectos storage set key x --if-value 'a value' --print-previous
expect_nothing objectos storage expire key 1h
expect_nothing objectos storage persist key
expect_out none objectos storage ttl key
expect_nothing objectos storage set theme dark --scope my-plugin
expect_out $'half\nkey\nmy-plugin:theme\nn' objectos storage keys
expect_out 1 objectos storage count --scope my-plugin
expect_json '{"deleted":2}' objectos storage delete n half nothing --json
expect_json '{"deleted":2}' objectos storage clear --yes --json
expect_no test -e "$OBJECTOS_STATE_DIR"
