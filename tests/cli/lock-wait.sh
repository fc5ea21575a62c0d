#!/bin/bash
# --wait tries for a while, and no longer.
. "$OBJECTOS_TESTS/lib.sh"

mkfifo go
objectos lock run job -- sh -c 'read -r _ <go; echo first >>order' &
holder=$!
wait_until objectos lock info job
expect_status 75 objectos lock run job --wait 100ms -- true
objectos lock run job --wait 1m -- sh -c 'echo second >>order' &
waiter=$!
echo >go
expect_status 0 wait "$holder"
expect_status 0 wait "$waiter"
expect_out $'first\nsecond' cat order
# A lease without a process ends by its time.
expect_status 0 objectos lock acquire job --ttl 300ms
expect_nothing objectos lock run job --wait 10s -- true
# --timeout is for the waiting, too.
expect_status 0 objectos lock acquire job --ttl 1m
expect_error 124 'job: not acquired in time' objectos --timeout 200ms lock run job --wait 1m -- true
