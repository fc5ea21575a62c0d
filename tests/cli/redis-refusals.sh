#!/bin/bash
# What the server refuses ends with the status for it; what it says of the command's words is not repeated.
. "$OBJECTOS_TESTS/lib.sh"
. "$OBJECTOS_TESTS/servers.sh"

refused() { # STATUS TEXT
  start_fake_redis F error "$2"
  expect_error "$1" "127.0.0.1:$F_port: the server says: ${2%% *}" env OBJECTOS_STORAGE_URL="$F_url" objectos storage set k hunter2
  expect_no grep -q hunter2 "$err"
  expect_error "$1" '' env OBJECTOS_STORAGE_URL="$F_url" objectos storage get k
  stop_server F
}
refused 4 'LOADING Redis is loading the dataset in memory'
refused 4 'CLUSTERDOWN Hash slot not served'
refused 4 "MISCONF Redis is configured to save RDB snapshots"
refused 5 'NOAUTH Authentication required.'
refused 5 "NOPERM this user has no permissions to run the 'set' command"
refused 4 "ERR unknown command 'SET', with args beginning with: 'k' 'hunter2'"

# The real thing: a full server and a replica.
start_redis R
export OBJECTOS_STORAGE_URL=$R_url
expect_nothing objectos storage set kept small
redis-cli -p "$R_port" config set maxmemory 1 >reply
expect_error 4 'OOM' objectos storage set more x
expect_error 4 'OOM' objectos storage incr counter
expect_status 6 objectos batch <<<'storage set more x'
expect_status 0 grep -q "storage set: redis at 127.0.0.1:$R_port: the server says: OOM" "$out"
expect_error 4 'OOM' objectos storage set kept x --if-value small
expect_out small objectos storage get kept
redis-cli -p "$R_port" config set maxmemory 0 >reply
expect_nothing objectos storage set more x

start_redis P --replicaof "127.0.0.1 $R_port"
expect_error 4 'READONLY' env OBJECTOS_STORAGE_URL="$P_url" objectos storage set k v
