#!/bin/bash
# SIGKILL for a wrapper ends its command, and the lock is free at once: nobody waits for the lease.
. "$OBJECTOS_TESTS/lib.sh"

objectos lock run job --ttl 1h -- sh -c 'echo $$ >pid; exec sleep 1000' &
wrapper=$!
wait_until test -s pid
kill -KILL "$wrapper"
wait_until ! kill -0 "$(cat pid)"
expect_status 0 objectos --timeout 10s lock run job --wait 9s -- true
# A process that the command has left behind still keeps it.
objectos lock run job --ttl 1h -- sh -c 'sleep 1000 & echo $! >left; wait' &
wrapper=$!
wait_until test -s left
left=$(cat left)
kill -KILL "$wrapper"
wait "$wrapper" || true
expect_status 75 objectos lock run job -- true
expect_status 0 objectos lock info job
kill "$left"
wait_until ! kill -0 "$left"
expect_no objectos lock info job
expect_nothing objectos lock run job -- true
