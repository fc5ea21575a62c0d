#!/bin/bash
# When the wrapper itself is killed its command dies with it, and the next run counts it as lost, once.
. "$OBJECTOS_TESTS/lib.sh"

value() { objectos metrics get "$@"; }
objectos metrics run job -l site=a -- sh -c 'echo $$ >child; exec sleep 1000' &
wrapper=$!
wait_until test -s child
kill -KILL "$wrapper"
expect_status 137 wait "$wrapper"
wait_until ! kill -0 "$(cat child)"
expect_out 1 value job_in_progress
# A run with other labels finds it, too; one of another name does not.
expect_nothing objectos metrics run other -l site=b -- true
expect_out 1 value job_in_progress -l site=a
expect_nothing objectos metrics run job -l site=b -- true
expect_out 0 value job_in_progress -l site=a
expect_out 1 value job_runs_total -l status=lost -l site=a
expect_nothing objectos metrics run job -l site=a -- true
expect_out 1 value job_runs_total -l status=lost
# A run that lives is not taken for one.
mkfifo gate
objectos metrics run job -l site=a -- cat gate &
in_progress() { [[ $(value job_in_progress -l site=a) == "$1" ]]; }
wait_until in_progress 1
expect_nothing objectos metrics run job -l site=a -- true
expect_out 1 value job_in_progress -l site=a
expect_out 1 value job_runs_total -l status=lost
: >gate
expect_nothing wait $!
expect_out 0 value job_in_progress -l site=a
# Killed at any moment: each run that began is counted once.
for delay in 0.001 0.002 0.003 0.004 0.005 0.006 0.008 0.01 0.015 0.02; do
  for _ in 1 2 3; do
    objectos metrics run any -- true &
    pid=$!
    sleep "$delay" # the moments are what is tried here
    kill -KILL "$pid" 2>/dev/null || true
    wait "$pid" || true
  done
done
expect_nothing objectos metrics run any -- true
expect_out 0 value any_in_progress
finished=$(objectos metrics get any_duration_seconds --json | jq .count)
lost=$(value any_runs_total -l status=lost)
expect_out "$((finished + lost))" value any_runs_total
((finished >= 1 && finished + lost <= 31)) || fail "$finished finished, $lost lost"
expect_out 0 sqlite3 "$OBJECTOS_STATE_DIR/metrics.db" 'SELECT count(*) FROM metrics_run'
