#!/bin/bash
# Messages from standard input and for later, and a log-in at the provider of SMS.
. "$OBJECTOS_TESTS/lib.sh"
. "$OBJECTOS_TESTS/servers.sh"

# The text from a pipe, whole.
printf 'first line\n\nlast line\n' | expect_nothing objectos notify send -c inbox -t ana -s Hello --body-file -
expect_json '"first line\n\nlast line\n"' sh -c 'objectos notify inbox list ana --json | jq .body'
expect_error 2 '' objectos notify send -c inbox -t ana -b x --body-file - </dev/null

# Not before its time; a time that has passed is no reason to wait.
start_fake_http H --log calls status 200 ok
: >calls
later=$(date -u -d 'next year' +%Y-%m-%dT00:00:00Z)
expect_nothing objectos notify send -c webhook -t "$H_url/later" -b '{}' --at "$later"
expect_json '{"sent":0,"retrying":0,"dead":0,"left":1}' objectos notify flush --json
expect_json "[\"queued\",0,\"${later%Z}.000Z\"]" sh -c 'objectos notify queue list --json | jq -c "select(.channel == \"webhook\") | [.state, .attempts, .next_attempt_at]"'
expect_same '' "$(<calls)"
expect_nothing objectos notify send -c webhook -t "$H_url/past" -b '{}' --at 2001-01-01T00:00:00Z
expect_same /past "$(jq -r .path calls)"
expect_nothing objectos notify queue retry "$(objectos notify queue list --state queued | cut -f 1)"
expect_json '{"sent":1,"retrying":0,"dead":0,"left":0}' objectos notify flush --json
expect_same $'/past\n/later' "$(jq -r .path calls)"

# Who has given us the account says who we are, and nothing is sent.
start_fake_http T --log texts status 200 '{"sid":"AC1","status":"active"}'
: >texts
export OBJECTOS_NOTIFICATION_SMS_ENDPOINT=$T_url OBJECTOS_NOTIFICATION_SMS_ACCOUNT_SID=AC1 OBJECTOS_NOTIFICATION_SMS_FROM=+15005550006
export OBJECTOS_NOTIFICATION_SMS_AUTH_TOKEN=tok-1234567
expect_status 0 objectos notify test sms
expect_same 'GET /2010-04-01/Accounts/AC1.json' "$(jq -r '"\(.method) \(.path)"' texts)"
start_fake_http U status 401 '{"code":20003,"message":"Authenticate"}'
OBJECTOS_NOTIFICATION_SMS_ENDPOINT=$U_url expect_error 5 'Authenticate' objectos notify test sms
if grep -q tok-1234567 "$err" "$out"; then fail 'the token is shown'; fi
expect_error 4 'cannot connect' env OBJECTOS_NOTIFICATION_SMS_ENDPOINT=http://127.0.0.1:1 objectos notify test sms
