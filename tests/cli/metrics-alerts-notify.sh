#!/bin/bash
# alerts check --notify tells recipients through the queue: once for each piece of news, also if the server is away when it is told.
. "$OBJECTOS_TESTS/lib.sh"
. "$OBJECTOS_TESTS/servers.sh"

start_fake_http H --log calls status 200 ok
start_smtp_sink M --dir mails
export OBJECTOS_NOTIFICATION_TARGETS="{\"alerts\":{\"channel\":\"webhook\",\"url\":\"$H_url/hook\"},\"ops\":{\"channel\":\"email\",\"to\":\"ops@example.com\"}}"
export OBJECTOS_NOTIFICATION_EMAIL_HOST=127.0.0.1 OBJECTOS_NOTIFICATION_EMAIL_PORT=$M_port OBJECTOS_NOTIFICATION_EMAIL_TLS=none
export OBJECTOS_NOTIFICATION_EMAIL_FROM=me@example.com
mkdir mails
export OBJECTOS_METRICS_ALERTS='[{"name":"high","metric":"depth","op":">","threshold":0,"annotations":{"summary":"it is {{ $value }}"}},
  {"name":"low","metric":"depth","op":"<","threshold":5,"notify":["@ops"]}]'

# A recipient that is not there is found before anything is evaluated.
expect_nothing objectos metrics set depth 1
OBJECTOS_NOTIFICATION_TARGETS='{"ops":{"channel":"email","to":"ops@example.com"}}' \
  expect_error 2 'no target "alerts"' objectos metrics alerts check --notify
expect_out $'inactive\thigh\ninactive\tlow' objectos metrics alerts list

expect_status 1 objectos metrics alerts check --notify
expect_stdout ''
expect_same 1 "$(wc -l <calls)"
expect_same 'high firing 1 it is 1' "$(python3 -c 'import json
body = json.loads(json.loads(open("calls").readline())["body"])
print(body["name"], body["state"], body["value"], body["annotations"]["summary"])')"
expect_same '[firing] low' "$(sed -n 's/^Subject: //p' mails/1.mail | tr -d '\r')"
# Nothing is said twice.
expect_status 1 objectos metrics alerts check --notify
expect_same 1 "$(wc -l <calls)"
# Who looks does not keep the message from coming, and a server that is away does not lose it.
stop_server H
expect_nothing objectos metrics set depth 9
expect_status 1 objectos metrics alerts check
expect_nothing objectos metrics set depth 0
expect_status 1 objectos metrics alerts check --notify
expect_err "^objectos: warning: alerts: high: @alerts: left in the queue, for notify flush: .*refused"
expect_same '1' "$(objectos notify queue list --state retrying | wc -l)"
