#!/bin/bash
# A server that hangs at any stage costs the time-out once: its destination is left alone then, and nothing is lost.
. "$OBJECTOS_TESTS/lib.sh"
. "$OBJECTOS_TESTS/servers.sh"

export OBJECTOS_NOTIFICATION_TIMEOUT=300ms OBJECTOS_NOTIFICATION_EMAIL_HOST=127.0.0.1 OBJECTOS_NOTIFICATION_EMAIL_TLS=none \
  OBJECTOS_NOTIFICATION_EMAIL_FROM=me@example.com
mkdir mails
stages=(greeting ehlo mail rcpt data body end)
# All at once: a port that came again would be a destination that is left alone.
for stage in "${stages[@]}"; do start_smtp_sink "M_$stage" --dir mails "$stage=hang"; done
for stage in "${stages[@]}"; do
  port=M_${stage}_port
  export OBJECTOS_NOTIFICATION_EMAIL_PORT=${!port}
  class=transient
  [[ $stage != body && $stage != end ]] || class=ambiguous
  expect_status 0 objectos notify send -c email -t you@example.com -s "$stage" -b x --json
  expect_same "retrying $class" "$(python3 -c 'import json, sys
r = json.load(open(sys.argv[1]))["results"][0]
print(r["state"], r["class"])' "$out")"
  stop_server "M_$stage"
done
n=${#stages[@]}
expect_same "$n" "$(objectos notify queue list --state retrying | wc -l)"
# All of it by one server that answers.
start_smtp_sink M --dir mails
export OBJECTOS_NOTIFICATION_EMAIL_PORT=$M_port
expect_status 0 objectos notify queue retry --state retrying
expect_json "{\"sent\":$n,\"retrying\":0,\"dead\":0,\"left\":0}" objectos notify flush --json

# Ten messages to one that hangs: one waits, the others do not.
start_fake_http H hang
for i in 1 2 3 4 5 6 7 8 9 10; do objectos notify send --queue -c webhook -t "$H_url/$i" --data 1; done
began=$(date +%s%N)
expect_status 0 objectos notify flush
(($(date +%s%N) - began < 2500000000)) || fail 'each message has waited for the time-out'
expect_same 10 "$(($(objectos notify queue list --state retrying | wc -l) + $(objectos notify queue list --state queued | wc -l)))"
# Out of time as a whole: a script is told that what it would send again is in the queue.
start_smtp_sink T --dir mails greeting=hang
export OBJECTOS_NOTIFICATION_EMAIL_PORT=$T_port OBJECTOS_NOTIFICATION_TIMEOUT=20s
expect_error 4 'not done within 500ms' objectos notify send -c email -t you@example.com -s late -b x --timeout 500ms
expect_err 'what is queued stays queued, see objectos notify queue list'
expect_same 1 "$(objectos notify queue list --state sending | wc -l)"
