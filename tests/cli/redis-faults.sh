#!/bin/bash
# A server that hangs, hangs up, or talks nonsense: exit status 4 in time, with its name; a write says that its fate is
# unknown.
. "$OBJECTOS_TESTS/lib.sh"
. "$OBJECTOS_TESTS/servers.sh"

export OBJECTOS_STORAGE_TIMEOUT=300ms
for mode in hang close drop garbage huge huge-array drip; do
  start_fake_redis F "$mode"
  export OBJECTOS_STORAGE_URL=$F_url
  for verb in 'get k' 'keys' 'export' 'count'; do
    began=${EPOCHREALTIME/./}
    # shellcheck disable=SC2086 # words
    expect_error 4 "storage ${verb%% *}: redis at 127.0.0.1:$F_port: " objectos storage $verb
    ((${EPOCHREALTIME/./} - began < 2000000)) || fail "$mode: $verb took too long"
  done
  for verb in 'set k v' 'incr k' 'delete k' 'expire k 5'; do
    # shellcheck disable=SC2086
    expect_error 4 "redis at 127.0.0.1:$F_port: .*; whether it was done is unknown" objectos storage $verb
  done
  stop_server F
done
expect_error 4 "redis at 127.0.0.1:$F_port: cannot connect: Connection refused" objectos storage get k
expect_json_error 4 unavailable 'Connection refused' objectos storage set k v --json
expect_error 4 'redis at /nowhere/redis.sock: cannot connect' env OBJECTOS_STORAGE_URL=redis+unix:///nowhere/redis.sock \
  objectos storage get k
expect_error 4 'cannot find the host' env OBJECTOS_STORAGE_URL=redis://no.such.host.invalid objectos storage get k
