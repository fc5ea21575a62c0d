#!/bin/bash
# Redis goes away under a held lock: a short absence costs nothing, a longer one stops the command before its lease ends.
. "$OBJECTOS_TESTS/lib.sh"
. "$OBJECTOS_TESTS/servers.sh"

start_redis R --appendonly yes --appendfsync always
export OBJECTOS_STORAGE_URL=$R_url
mkfifo go
objectos lock run job --ttl 6s -- sh -c 'echo "$OBJECTOS_FENCE" >token; read -r _ <go' 2>messages &
wrapper=$!
wait_until test -s token
kill_server R
tried() { grep -q 'the lease was not renewed' messages; }
wait_until tried
restart_server R
renewed() { (($(redis-cli -p "$R_port" get objectos:storage:lock:job | python3 -c 'import json,sys; h = json.load(sys.stdin)["holdings"][0]; print(h["expires_at"] - h["since"])') > 6500)); }
wait_until renewed
echo >go
expect_status 0 wait "$wrapper"

objectos lock run job --ttl 2s -- sh -c 'echo up >up; trap "" TERM; while :; do sleep 0.01; done' 2>messages &
wrapper=$!
wait_until test -s up
ends=$(redis-cli -p "$R_port" get objectos:storage:lock:job | python3 -c 'import json,sys; print(json.load(sys.stdin)["holdings"][0]["expires_at"])')
kill_server R
expect_status 125 wait "$wrapper"
now=$((${EPOCHREALTIME/./} / 1000))
expect_status 0 grep -q '^objectos: lock run: job: the lease could not be renewed, the command was stopped$' messages
# A renewal may have come between the look and the server's end: it was then at a third of the lease, 700 ms later.
((now < ends + 700)) || fail "stopped $((now - ends)) ms after the end of the lease"
