#!/bin/bash
# The queue's Redis is down, hangs, talks nonsense, is loading or is full: status 4, in time, and nothing is sent.
. "$OBJECTOS_TESTS/lib.sh"
. "$OBJECTOS_TESTS/servers.sh"

start_fake_http H --log calls status 200 ok
export OBJECTOS_NOTIFICATION_TIMEOUT=300ms
refused() { # PATTERN
  local began=${EPOCHREALTIME/./} verb
  expect_error 4 "$1" objectos notify send -c webhook -t "$H_url" --data '{}'
  expect_error 4 "$1" objectos notify send --queue -c inbox -t alice -b x
  for verb in flush 'queue list' 'queue stats' 'queue retry --state dead' 'inbox list alice'; do
    # shellcheck disable=SC2086 # words
    expect_error 4 "$1" objectos notify $verb
  done
  ((${EPOCHREALTIME/./} - began < 7000000)) || fail "$1: took too long"
  [[ ! -e calls ]] || fail "$1: something was sent"
}
for mode in hang close drop garbage huge; do
  start_fake_redis F "$mode"
  export OBJECTOS_NOTIFICATION_URL=$F_url
  refused "redis at 127.0.0.1:$F_port: "
  stop_server F
done
refused 'cannot connect: Connection refused'
start_fake_redis L error 'LOADING Redis is loading the dataset in memory'
OBJECTOS_NOTIFICATION_URL=$L_url refused 'loading'

# Without memory it takes nothing, and nothing is sent that cannot be recorded.
start_redis R
export OBJECTOS_NOTIFICATION_URL=$R_url
objectos notify send --queue -c webhook -t "$H_url" --data '{}'
redis-cli -p "$R_port" config set maxmemory 1 >/dev/null
expect_error 4 "redis at 127.0.0.1:$R_port: " objectos notify send -c webhook -t "$H_url" --data '{}'
expect_error 4 "redis at 127.0.0.1:$R_port: " objectos notify flush
[[ ! -e calls ]] || fail 'something was sent that cannot be recorded'
redis-cli -p "$R_port" config set maxmemory 0 >/dev/null
expect_json '{"sent":1,"retrying":0,"dead":0,"left":0}' objectos notify flush --json
expect_same 1 "$(wc -l <calls)"
