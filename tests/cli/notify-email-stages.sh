#!/bin/bash
# A mail server that refuses, hangs or is gone, at each stage: what the try is taken for, and the mail comes once the server
# is well, under the id that the first try had.
. "$OBJECTOS_TESTS/lib.sh"
. "$OBJECTOS_TESTS/servers.sh"

make_certificates certs
export OBJECTOS_NOTIFICATION_TIMEOUT=400ms OBJECTOS_NOTIFICATION_EMAIL_HOST=127.0.0.1 OBJECTOS_NOTIFICATION_EMAIL_FROM=me@example.com
export OBJECTOS_NOTIFICATION_EMAIL_CA=$PWD/certs/ca.pem OBJECTOS_NOTIFICATION_EMAIL_AUTH_USER=me OBJECTOS_NOTIFICATION_EMAIL_AUTH_PASS=pass-1234567
what_it_says='.results[0] | "\(.state) \(.class) \(.code) \(.attempts)"'

try() { # STAGE DEED STATUS WANTED: what `send` makes of it
  local id mails
  start_smtp_sink M --tls certs/server --auth me:pass-1234567 "$1=$2*1"
  export OBJECTOS_NOTIFICATION_EMAIL_PORT=$M_port
  mails=$M_mails
  expect_status "$3" objectos notify send -c email -t you@example.com -s Hello -b x --json
  expect_same "$1 $2: $4" "$1 $2: $(jq -r "$what_it_says" "$out")"
  id=$(jq -r '.results[0].id' "$out")
  expect_same 0 "$(find "$mails" -name '*.mail' | wc -l)"
  expect_status 0 objectos notify queue retry "$id"
  expect_json '{"sent":1,"retrying":0,"dead":0,"left":0}' objectos notify flush --json
  expect_same "Message-ID: <$id@example.com>" "$(grep -h ^Message-ID "$mails"/*.mail | tr -d '\r')"
  stop_server M
  rm -r "$mails"
}

for stage in greeting ehlo starttls auth mail rcpt data; do
  for deed in cut hang; do try "$stage" "$deed" 0 'retrying transient null 1'; done
  try "$stage" '451 4.3.0 later' 0 'retrying transient 451 1'
  try "$stage" '421 4.3.0 going down' 0 'retrying transient 421 1'
done
try starttls '454 4.7.0 not now' 0 'retrying transient 454 1'
for deed in cut hang; do
  try tls "$deed" 0 'retrying transient null 1'
  # A part of the mail has left: it may have come.
  for stage in body end; do try "$stage" "$deed" 0 'retrying ambiguous null 1'; done
done
try end '451 4.3.0 later' 0 'retrying transient 451 1'
try end '421 4.3.0 going down' 0 'retrying transient 421 1'
# What is refused for good: before the envelope the server refuses us, then it refuses the mail.
for stage in greeting ehlo starttls; do try "$stage" '554 5.7.1 not for you' 5 'queued config 554 0'; done
for stage in mail rcpt data end; do try "$stage" '550 5.1.1 no' 1 'dead permanent 550 1'; done
