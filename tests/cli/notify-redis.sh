#!/bin/bash
# The queue on Redis: the same verbs from several hosts, one flush each; a server that is away is status 4 and loses nothing.
. "$OBJECTOS_TESTS/lib.sh"
. "$OBJECTOS_TESTS/servers.sh"

start_redis R --appendonly yes --appendfsync always
start_fake_http H --log calls status 200 ok
: >calls
export OBJECTOS_NOTIFICATION_URL=$R_url
expect_nothing objectos notify send -c webhook -t "$H_url" --data '"first"' -k one
expect_nothing objectos notify send -c webhook -t "$H_url" --data '"first"' -k one --state-dir elsewhere
expect_status 0 objectos notify send -v -c webhook -t "$H_url" --data '"first"' -k one
expect_err 'the idempotency key "one" is known: nothing is sent again'
expect_error 3 'belongs to another message' objectos notify send -c webhook -t "$H_url" --data '"other"' -k one
expect_same 1 "$(wc -l <calls)"
for i in {1..60}; do printf '["notify","send","--queue","-c","webhook","-t","%s","--data","%s"]\n' "$H_url" "$i"; done | objectos batch >/dev/null
pids=()
for host in a b c; do
  objectos notify flush --state-dir "$host" &
  pids+=($!)
done
for pid in "${pids[@]}"; do wait "$pid"; done
expect_same 61 "$(python3 -c 'import json
bodies = [json.loads(line)["body"] for line in open("calls")]
assert len(bodies) == len(set(bodies))
print(len(bodies))')"
expect_same 61 "$(objectos notify queue list --state sent | wc -l)"
[[ ! -e $OBJECTOS_STATE_DIR/notification.db ]] || fail 'a file was made beside Redis'
expect_nothing objectos notify send --queue -c webhook -t "$H_url" --data '"kept"'
kill_server R
OBJECTOS_NOTIFICATION_TIMEOUT=500ms expect_error 4 "127.0.0.1:$R_port" objectos notify send -c webhook -t "$H_url" --data '"lost"'
expect_same 61 "$(wc -l <calls)"
restart_server R
expect_json '{"sent":1,"retrying":0,"dead":0,"left":0}' objectos notify flush --json
expect_error 2 'not the URL of a queue' objectos notify queue list --notification-url memory:
