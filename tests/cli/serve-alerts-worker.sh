#!/bin/bash
# Alert rules and the queue, looked after by the server itself.
. "$OBJECTOS_TESTS/lib.sh"
. "$OBJECTOS_TESTS/servers.sh"

start_fake_http F --log calls status 200 ''
export OBJECTOS_METRICS_ALERTS='[{"name":"errors","metric":"app.errors.total","op":">","threshold":2}]'
export OBJECTOS_NOTIFICATION_TARGETS="{\"alerts\":{\"channel\":\"webhook\",\"to\":\"$F_url/hook\"}}"
objectos metrics inc app.errors.total 5
start_serve S --alerts --worker
came() { grep -q "$1" calls; }
wait_until came errors
# Over HTTP into the queue, and by the worker out of it.
curl -sf -o /dev/null -d '{"to":"@alerts","channel":"webhook","body":{"text":"by hand"}}' "$S_url/api/v1/notifications/send"
wait_until came 'by hand'
is_sent() { [[ $(objectos notify queue stats --json) == *'"queued":0,"retrying":0,"sent":2'* ]]; }
wait_until is_sent
# What it has counted is there at the end.
stop_server S
expect_out 2 objectos metrics get notification.sent
