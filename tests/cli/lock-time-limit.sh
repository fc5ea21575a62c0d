#!/bin/bash
# --timeout stops the command: TERM first, then KILL for all of its group. Two seconds are enough for it to have begun.
. "$OBJECTOS_TESTS/lib.sh"

expect_status 124 objectos --timeout 2s lock run job -- sh -c 'trap "echo end >ended; exit 0" TERM; while :; do sleep 0.01; done'
expect_err '^objectos: lock run: job: not done in time, the command was stopped$'
expect_out end cat ended
expect_no objectos lock info job
# One that will not listen; its lease leaves it less than five seconds.
expect_status 124 objectos --timeout 2s lock run job --ttl 1500ms -- sh -c 'trap "" TERM; sleep 1000 & echo $! >child; while :; do sleep 0.01; done'
wait_until ! kill -0 "$(cat child)"
expect_nothing objectos lock run job -- true
expect_nothing objectos --timeout 10s lock run job -- true
# What is left of the group when its first process has ended has the same time to end by itself.
cat >group.sh <<'SCRIPT'
sh -c 'trap "sleep 0.3; echo tidy >tidied; exit" TERM; echo >set; while :; do sleep 0.01; done' &
trap "exit 0" TERM
while :; do sleep 0.01; done
SCRIPT
expect_status 124 objectos --timeout 2s lock run job -- sh group.sh
expect_out tidy cat tidied
