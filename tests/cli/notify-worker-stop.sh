#!/bin/bash
# A worker that is asked to end ends with the try it is at; what it held besides is free at once, and no try is counted.
. "$OBJECTOS_TESTS/lib.sh"
. "$OBJECTOS_TESTS/servers.sh"

start_redis R
export OBJECTOS_NOTIFICATION_EMAIL_HOST=127.0.0.1 OBJECTOS_NOTIFICATION_EMAIL_TLS=none OBJECTOS_NOTIFICATION_EMAIL_FROM=me@example.com
for url in '' "$R_url"; do
  if [[ -n $url ]]; then export OBJECTOS_NOTIFICATION_URL=$url; fi
  for signal in TERM INT; do
    start_smtp_sink M
    export OBJECTOS_NOTIFICATION_EMAIL_PORT=$M_port
    for n in 1 2 3; do objectos notify send --queue -c email -t "a$n@example.com" -s "mail $n" -b x; done
    kill -STOP "$M_pid"
    # The shell turns INT off for what is in the background.
    env --default-signal=INT objectos notify worker 2>said &
    worker=$!
    is_at_it() { [[ $(objectos notify queue list --state sending | wc -l) == 3 ]] && ss -Htn state established "dport = :$M_port" | grep -q .; }
    wait_until is_at_it
    kill "-$signal" "$worker"
    kill -0 "$worker" || fail 'the worker has left its try'
    kill -CONT "$M_pid"
    expect_status 0 wait "$worker"
    expect_same '' "$(<said)"
    expect_same 1 "$(find "$M_mails" -name '*.mail' | wc -l)"
    expect_same $'queued 0\nqueued 0' "$(objectos notify queue list --state queued --json | jq -r '"\(.state) \(.attempts)"')"
    expect_json '{"sent":2,"retrying":0,"dead":0,"left":0}' objectos notify flush --json
    expect_same 3 "$(find "$M_mails" -name '*.mail' | wc -l)"
    stop_server M
    rm -r "$M_mails"
  done
done
