#!/bin/bash
# SMS through Twilio: the request, and each class of its answers. https://www.twilio.com/docs/api/errors
. "$OBJECTOS_TESTS/lib.sh"
. "$OBJECTOS_TESTS/servers.sh"

error() { printf '{"code":%s,"message":"%s","more_info":"https://www.twilio.com/docs/errors/%s","status":%s}' "$2" "$3" "$2" "$1"; }
start_fake_http T --log calls status 201 '{"sid":"SM1","status":"queued","num_segments":"1"}' \
  status 400 "$(error 400 21211 'Invalid To Phone Number')" status 400 "$(error 400 21610 'Attempt to send to unsubscribed recipient')" \
  status 429:2 "$(error 429 20429 'Too Many Requests')" status 503 'upstream' status 401 "$(error 401 20003 Authenticate)" close
export OBJECTOS_NOTIFICATION_SMS_ENDPOINT=$T_url OBJECTOS_NOTIFICATION_SMS_ACCOUNT_SID=AC123 OBJECTOS_NOTIFICATION_SMS_AUTH_TOKEN=tok-1234567 \
  OBJECTOS_NOTIFICATION_SMS_FROM=+15005550006
send() { objectos notify send -c sms -t "$1" -b 'disk full & hot: 97 %' --json; }
result() { python3 -c 'import json, sys
r = json.load(open(sys.argv[1]))["results"][0]
print(r["state"], r["class"], r["code"], r["provider_id"], r["attempts"])' "$out"; }

expect_status 0 send +14155550100
expect_same 'sent ok 201 SM1 1' "$(result)"
expect_same 'POST /2010-04-01/Accounts/AC123/Messages.json To=%2B14155550100&From=%2B15005550006&Body=disk%20full%20%26%20hot%3A%2097%20%25' \
  "$(python3 -c 'import json; c = json.loads(open("calls").readline()); print(c["method"], c["path"], c["body"])')"
expect_same "Basic $(printf 'AC123:tok-1234567' | base64)" \
  "$(python3 -c 'import json; print(json.loads(open("calls").readline())["headers"]["Authorization"])')"
expect_status 1 send +15005550001
expect_err 'Twilio: Invalid To Phone Number \(21211\)'
expect_same 'dead permanent 21211 None 1' "$(result)"
expect_status 1 send +15005550004
expect_same 'dead permanent 21610 None 1' "$(result)"
expect_status 0 send +14155550100
expect_same 'retrying transient 20429 None 1' "$(result)"
# The account waits now; who asks for a retry ends that.
expect_status 0 send +14155550100
expect_same 'queued None None None 0' "$(result)"
expect_status 0 objectos notify queue cancel --state queued
expect_status 0 objectos notify queue retry --state retrying
expect_status 0 objectos notify flush
expect_same 503 "$(objectos notify queue list --state retrying --json | python3 -c 'import json, sys; print(json.loads(sys.stdin.readline())["code"])')"
expect_status 0 objectos notify queue retry --state retrying
expect_status 5 objectos notify flush
expect_err 'Twilio: Authenticate \(20003\)'
# Cut after the body has left: nobody knows, so it is held.
expect_status 0 objectos notify queue retry --state queued
expect_status 1 objectos notify flush
expect_same 1 "$(objectos notify queue list --state unknown | wc -l)"
expect_status 0 objectos notify queue retry --state unknown
expect_status 0 objectos notify queue cancel --state queued
OBJECTOS_NOTIFICATION_SMS_ON_AMBIGUOUS=resend expect_status 0 send +14155550100
expect_same 'retrying ambiguous None None 1' "$(result)"

# What is refused before it is queued.
count=$(objectos notify queue list | wc -l)
expect_json_error 2 usage "not a phone number" send 0123456
expect_error 3 '21 SMS; at most 10' objectos notify send -c sms -t +14155550100 -b "$(printf 'é%.0s' {1..1400})ж"
expect_err '"ж" is not of the GSM alphabet'
expect_error 2 'no use for --subject' objectos notify send -c sms -t +14155550100 -s hi -b x
OBJECTOS_NOTIFICATION_SMS_ACCOUNT_SID='' expect_json_error 2 usage "account_sid is not set" send +14155550100
expect_same "$count" "$(objectos notify queue list | wc -l)"
expect_status 1 grep -rqa tok-1234567 "$OBJECTOS_STATE_DIR"
