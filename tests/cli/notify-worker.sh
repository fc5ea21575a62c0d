#!/bin/bash
# Several workers share a queue, each message goes out once; SIGTERM ends one with nothing left in its hands.
. "$OBJECTOS_TESTS/lib.sh"
. "$OBJECTOS_TESTS/servers.sh"

start_fake_http H --log calls status 200 ok
: >calls
for i in {1..120}; do printf '["notify","send","--queue","-c","webhook","-t","%s","--data","%s"]\n' "$H_url" "$i"; done | objectos batch >/dev/null
pids=()
for i in 1 2 3; do
  objectos notify worker &
  pids+=($!)
done
all_sent() { [[ $(objectos notify queue stats --json) == '{"queued":0,"retrying":0,"sent":120,'* ]]; }
wait_until all_sent
# What comes later is seen, too.
expect_nothing objectos notify send --queue -c webhook -t "$H_url" --data 121
seen() { [[ $(wc -l <calls) == 121 ]]; }
wait_until seen
for pid in "${pids[@]}"; do
  kill -TERM "$pid"
  wait "$pid" || fail "a worker ended with $?"
done
expect_same 121 "$(python3 -c 'import json; print(len({json.loads(line)["body"] for line in open("calls")}))')"
expect_json '{"queued":0,"retrying":0,"sent":121,"dead":0,"unknown":0,"oldest_seconds":null}' objectos notify queue stats --json
