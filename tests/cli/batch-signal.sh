#!/bin/bash
# A signal ends a batch after the lines that it has: 0 if all input was answered, 128 + n if not.
. "$OBJECTOS_TESTS/lib.sh"

coproc batch { exec objectos batch; }
pid=$batch_PID
echo 'storage set k v' >&"${batch[1]}"
IFS= read -rt 10 reply <&"${batch[0]}"
expect_same '{"id":1,"exit":0,"result":{"key":"k","set":true}}' "$reply"
kill -TERM "$pid"
expect_status 0 wait "$pid"
expect_out v objectos storage get k
# Endless input: it stops in the middle, and says so.
yes 'storage incr n' | objectos batch >replies &
last=$!
wait_until test -s replies
kill -TERM "$last"
expect_status 143 wait "$last"
expect_out "$(wc -l <replies)" objectos storage get n
