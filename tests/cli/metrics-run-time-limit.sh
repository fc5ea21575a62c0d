#!/bin/bash
# --timeout stops the command, TERM first, and the run is recorded as one that was not done in time. Two seconds
# are enough for it to have begun.
. "$OBJECTOS_TESTS/lib.sh"

expect_status 124 objectos metrics run job --timeout 2s -- sh -c 'trap "echo end >ended; exit 0" TERM; while :; do sleep 0.01; done'
expect_err '^objectos: metrics run: sh: not done in time, it was stopped$'
expect_stdout ''
expect_out end cat ended
expect_out 1 objectos metrics get job_runs_total -l status=timeout
expect_out 124 objectos metrics get job_last_exit_code
expect_out 0 objectos metrics get job_last_signal
expect_out 0 objectos metrics get job_in_progress
expect_no objectos metrics get job_last_success_timestamp_seconds
expect_status 124 objectos --timeout 200ms metrics run job -- sleep 1000
expect_out 15 objectos metrics get job_last_signal
# One that will not listen, with what it has begun.
expect_status 124 objectos metrics run job --timeout 2s -- sh -c 'trap "" TERM; sleep 1000 & echo $! >child; while :; do sleep 0.01; done'
expect_out 9 objectos metrics get job_last_signal
wait_until ! kill -0 "$(cat child)"
expect_nothing objectos metrics run job --timeout 10s -- true
expect_out 3 objectos metrics get job_runs_total -l status=timeout
