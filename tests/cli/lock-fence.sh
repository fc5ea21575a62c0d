#!/bin/bash
# `storage set --fence` writes only for the holder of a lock, however late a holder wakes up.
. "$OBJECTOS_TESTS/lib.sh"

expect_no objectos storage set k early --fence job:1
expect_no objectos storage has k
expect_status 0 objectos lock run job -- sh -c 'objectos storage set k inside --fence "job:$OBJECTOS_FENCE"; echo "$OBJECTOS_FENCE" >token'
expect_out inside objectos storage get k
expect_no objectos storage set k outside --fence "job:$(cat token)"
expect_json_status 1 '{"key":"k","set":false}' objectos storage set k outside --fence "job:$(cat token)" --json
expect_out inside objectos storage get k
# A name may hold colons; with a scope it is SCOPE:NAME.
expect_status 0 objectos lock run a:b --scope s -- sh -c 'objectos storage set k scoped --fence "s:a:b:$OBJECTOS_FENCE"'
expect_out scoped objectos storage get k
for bad in job job: :1 job:x job:1x ''; do
  expect_error 2 '--fence: .* is not a lock' objectos storage set k v --fence "$bad"
done

# A holder is stopped past its lease, as a paused machine would be; meanwhile another host holds the lock.
export OBJECTOS_STORAGE_URL=sqlite:$PWD/shared.db
mkfifo go
objectos --state-dir host1 lock run job --ttl 2s -- sh -c 'echo $$ >pid; read -r _ <go; objectos storage set k late --fence "job:$OBJECTOS_FENCE"; echo $? >late' &
wrapper=$!
wait_until test -s pid
exec 8>go
kill -STOP "$wrapper" "$(cat pid)"
expect_status 0 objectos --state-dir host2 lock run job --wait 10s -- sh -c 'objectos storage set k second --fence "job:$OBJECTOS_FENCE"'
expect_out second objectos storage get k
kill -CONT "$(cat pid)"
echo >&8
wait_until test -s late
expect_out 1 cat late
kill -CONT "$wrapper"
run wait "$wrapper"
expect_out second objectos storage get k

# While both are alive the kernel keeps the lock on their own host: nobody comes in there.
export OBJECTOS_STORAGE_URL=
unset OBJECTOS_STORAGE_URL
rm pid
objectos lock run job --ttl 2s -- sh -c 'echo $$ >pid; read -r _ <go' &
wrapper=$!
wait_until test -s pid
kill -STOP "$wrapper"
lapsed() { objectos storage set k v --if-absent --fence "job:1" || [[ $(objectos storage get job --scope lock | python3 -c 'import json,sys,time; print(json.load(sys.stdin)["holdings"][0]["expires_at"] < time.time() * 1000)') == True ]]; }
wait_until lapsed
expect_status 75 objectos lock run job -- true
expect_no objectos lock acquire job
# Awake again, it finds its lease ended, and stops the command; or it was quick enough to renew it, as nobody had it since.
kill -CONT "$wrapper"
(trap '' PIPE && echo >&8) 2>/dev/null || true # the command may have been stopped already
run wait "$wrapper"
[[ $status == 125 || $status == 0 ]] || unexpected 'exit status' '125 or 0' "$status"
