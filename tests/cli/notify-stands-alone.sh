#!/bin/bash
# What is wrong with one message, or one login, keeps no other message from its destination.
. "$OBJECTOS_TESTS/lib.sh"
. "$OBJECTOS_TESTS/servers.sh"

state_of() { objectos notify queue list --json | jq -r "select(.id | startswith(\"$1\")) | .state"; }
id_of_last() { jq -r '.results[0].id' "$out"; }

# A secret that the message names is missing: it waits by itself, and comes when the secret is there.
start_fake_http H --log calls status 200 ok
export OBJECTOS_NOTIFICATION_TARGETS='{"hook":{"channel":"webhook","url":"env:HOOK_URL"}}' HOOK_URL=$H_url
expect_status 5 objectos notify send --to @hook --data '{"n":1}' --sign standard:env:ABSENT --json
waiting=$(id_of_last)
expect_err 'ABSENT is not set'
expect_nothing objectos notify send --to @hook --data '{"n":2}' --queue
expect_json '{"sent":1,"retrying":0,"dead":0,"left":1}' objectos notify flush --json
expect_same queued "$(state_of "$waiting")"
ABSENT=$(printf 'whsec_%s' "$(head -c 24 /dev/zero | base64)")
export ABSENT
expect_status 0 objectos notify queue retry "$waiting"
expect_json '{"sent":1,"retrying":0,"dead":0,"left":0}' objectos notify flush --json
expect_same 2 "$(wc -l <calls)"

# A secret that is none for its scheme is as good as missing.
export NOT_BASE64='whsec_*'
expect_status 5 objectos notify send --to @hook --data '{}' --sign standard:env:NOT_BASE64
expect_nothing objectos notify send --to @hook --data '{}' --queue
expect_json '{"sent":1,"retrying":0,"dead":0,"left":1}' objectos notify flush --json
expect_status 0 objectos notify queue cancel --state queued

# A URL that refuses is one of many on its host.
start_fake_http U status 401 no status 200 ok
expect_status 1 objectos notify send -c webhook -t "$U_url/revoked" --data '{}'
expect_err 'answered 401: no'
expect_nothing objectos notify send -c webhook -t "$U_url/good" --data '{}' --queue
expect_json '{"sent":1,"retrying":0,"dead":0,"left":0}' objectos notify flush --json

# A login that is refused is left alone, or an account would be locked; other logins and none are not.
start_fake_http L --log logins status 403 no status 200 ok
export BAD=bad-1234567 GOOD=good-1234567
expect_status 1 objectos notify send -c webhook -t "$L_url" --data '{}' --auth bearer:env:BAD
expect_nothing objectos notify send -c webhook -t "$L_url" --data '{}' --auth bearer:env:BAD --queue
expect_nothing objectos notify send -c webhook -t "$L_url" --data '{}' --auth bearer:env:GOOD --queue
expect_nothing objectos notify send -c webhook -t "$L_url" --data '{}' --queue
expect_status 5 objectos notify flush --json
expect_same '{"sent":2,"retrying":0,"dead":0,"left":1}' "$(cat "$out")"
expect_err 'nothing goes to webhook:127.0.0.1:[0-9]+ as bearer:env:BAD: .* answered 403'
expect_same 'Bearer bad-1234567 Bearer good-1234567 null' \
  "$(jq -r '.headers.Authorization // "null"' logins | tr '\n' ' ' | sed 's/ $//')"

# A password in an address would be seen by all, and stay in the queue. Colons and at signs in a path are none.
expect_error 2 'send: --to: a password does not belong on the command line' objectos notify send -c webhook -t 'http://u:s3cret@127.0.0.1:1/' --body x
expect_no grep -rqa s3cret "$OBJECTOS_STATE_DIR"
expect_status 0 objectos notify send -c webhook -t 'http://127.0.0.1:1/a:b@c?d:e@f' --body x --dry-run
