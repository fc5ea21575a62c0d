#!/bin/bash
# Signals for the wrapper reach the command and its group, and the run is recorded whatever comes of it.
. "$OBJECTOS_TESTS/lib.sh"

for signal in TERM INT HUP QUIT USR1 USR2; do
  rm -f ready
  python3 "$OBJECTOS_TESTS/tools/trapping.py" "$signal" objectos metrics run job -- &
  wrapper=$!
  wait_until test -e ready
  kill -s "$signal" "$wrapper"
  expect_status 42 wait "$wrapper"
  expect_out "$signal" cat got
done
expect_out 6 objectos metrics get job_runs_total -l status=failure
rm ready
objectos metrics run job -- sh -c ': >ready; exec sleep 1000' &
wrapper=$!
wait_until test -e ready
expect_out 1 objectos metrics get job_in_progress
kill -TERM "$wrapper"
expect_status 143 wait "$wrapper"
expect_out 1 objectos metrics get job_runs_total -l status=signal
expect_out 15 objectos metrics get job_last_signal
expect_out 0 objectos metrics get job_in_progress
# On a terminal Ctrl-C ends the command, and the run is recorded.
run python3 "$OBJECTOS_TESTS/tools/on_screen.py" --when ready --type '\x03' objectos metrics run job -- \
  python3 -c 'import time; print("ready", flush=True); time.sleep(1000)'
want_status 130
expect_out 2 objectos metrics get job_last_signal
run python3 "$OBJECTOS_TESTS/tools/on_screen.py" --when 'name? ' --type 'Ada\n' objectos metrics run job -- \
  sh -c 'printf "name? "; read -r name; echo "hello $name"'
want_status 0
expect_status 0 grep -q 'hello Ada' "$out"
expect_out 1 objectos metrics get job_runs_total -l status=success
