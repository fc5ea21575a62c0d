#!/bin/bash
# --atomic on one Redis server: all lines or none, and none if another program was there first.
. "$OBJECTOS_TESTS/lib.sh"
. "$OBJECTOS_TESTS/servers.sh"

start_redis R
export OBJECTOS_STORAGE_URL=$R_url
expect_status 0 objectos batch --atomic <<<$'storage set a 1\nstorage incr n\nstorage get a'
expect_stdout '{"id":1,"exit":0,"result":{"key":"a","set":true}}
{"id":2,"exit":0,"result":{"key":"n","value":1}}
{"id":3,"exit":0,"result":"1"}
{"committed":true}'
expect_status 6 objectos batch --atomic <<<$'storage set a 2\nstorage incr a --by x'
expect_out 1 objectos storage get a

coproc atomic { exec objectos batch --atomic 2>errors; }
atomic_pid=$!
exec {to}>&"${atomic[1]}" {from}<&"${atomic[0]}"
printf 'storage get n\nstorage set n 10\n' >&"$to"
read -r reply <&"$from"
read -r reply <&"$from"
expect_same '{"id":2,"exit":0,"result":{"key":"n","set":true}}' "$reply"
expect_out 1 objectos storage get n
expect_out 2 objectos storage incr n
exec {to}>&-
eval "exec ${atomic[1]}>&-" 2>/dev/null || :
read -r reply <&"$from"
expect_same '{"committed":false}' "$reply"
expect_status 6 wait "$atomic_pid"
expect_status 0 grep -q 'another program changed a key' errors
expect_out 2 objectos storage get n
