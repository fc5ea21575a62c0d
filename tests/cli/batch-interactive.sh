#!/bin/bash
# A reply comes before the next line is awaited, and after its commit.
. "$OBJECTOS_TESTS/lib.sh"

coproc batch { exec objectos batch; }
ask() {
  echo "$1" >&"${batch[1]}"
  IFS= read -rt 10 reply <&"${batch[0]}" || fail "no reply to $1"
  expect_json "$2" printf '%s\n' "$reply"
}
ask 'storage set k v' '{"id":1,"exit":0,"result":{"key":"k","set":true}}'
expect_out v objectos storage get k
objectos storage set k changed
ask 'storage get k' '{"id":2,"exit":0,"result":"changed"}'
batch_pid=$batch_PID
input=${batch[1]}
exec {input}>&-
expect_nothing wait "$batch_pid"
