#!/bin/bash
# The server goes away under a batch and an import, and comes back: errors with its name, then it goes on.
. "$OBJECTOS_TESTS/lib.sh"
. "$OBJECTOS_TESTS/servers.sh"

start_redis R --appendonly yes --appendfsync always
export OBJECTOS_STORAGE_URL=$R_url
coproc db { exec objectos batch 2>errors; }
db_pid=$!
ask() { printf '%s\n' "$1" >&"${db[1]}" && read -r reply <&"${db[0]}"; }
ask 'storage set before 1'
expect_same '{"id":1,"exit":0,"result":{"key":"before","set":true}}' "$reply"
kill_server R
ask 'storage set during 1'
[[ $reply == '{"id":2,"exit":4,"error":{"code":"unavailable","message":"storage set: redis at 127.0.0.1:'"$R_port"': '* ]] || fail "$reply"
restart_server R
is_back() { ask 'storage set after 1' && [[ $reply == *'"exit":0'* ]]; }
wait_until is_back
ask 'storage get before'
[[ $reply == *'"result":"1"}' ]] || fail "$reply"
eval "exec ${db[1]}>&-"
expect_status 6 wait "$db_pid"

# An import that is cut says how far it came, and may be repeated.
for i in {1..200000}; do echo "{\"key\":\"k$i\",\"value\":\"$i\"}"; done >many.ndjson
objectos storage import many.ndjson 2>import-errors &
import=$!
has_some() { (($(redis-cli -p "$R_port" dbsize) > 1000)); }
wait_until has_some
kill_server R
run wait "$import"
case $status in
  6) expect_status 0 grep -Eq 'redis at .*; [0-9]+ lines were stored' import-errors ;;
  *) fail "import ended with $status: $(cat import-errors)" ;;
esac
restart_server R
expect_nothing objectos storage import many.ndjson
expect_out 200000 objectos storage count 'k*'
