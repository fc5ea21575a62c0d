#!/bin/bash
# `metrics run` runs a command, ends as it does, and keeps how it went.
. "$OBJECTOS_TESTS/lib.sh"

value() { objectos metrics get "$@"; }
expect_out hello objectos metrics run job -- echo hello
expect_out 1 value job_runs_total -l status=success
expect_out 0 value job_runs_total -l status=failure
expect_out 0 value job_in_progress
expect_out 0 value job_last_exit_code
before=$(value job_last_success_timestamp_seconds)
now=$(date +%s)
python3 -c "import sys; sys.exit(not $now - 60 < $before <= $now + 1)" || fail "last success at $before"
expect_same "$before" "$(value job_last_completion_timestamp_seconds)"
# A failure leaves the last success as it was.
expect_status 7 objectos metrics run job -- sh -c 'exit 7'
expect_stdout ''
expect_err ''
expect_out 7 value job_last_exit_code
expect_out 0 value job_last_signal
expect_out 1 value job_runs_total -l status=failure
expect_out "$before" value job_last_success_timestamp_seconds
# Signal and exit status apart.
expect_status 137 objectos metrics run job -- sh -c 'kill -KILL $$'
expect_out 137 value job_last_exit_code
expect_out 9 value job_last_signal
expect_out 1 value job_runs_total -l status=signal
expect_out 3 value job_runs_total
expect_same 3 "$(objectos metrics get job_duration_seconds --json | jq .count)"
expect_same 23 "$(objectos metrics get job_duration_seconds --json | jq '.buckets | length')"
# Standard streams are the command's own, byte for byte; its options are not ours.
printf 'a\0b' | expect_bytes 'a\0b' objectos metrics run job -- cat
expect_status 0 objectos metrics run job -- sh -c 'echo out; echo err >&2'
expect_stdout out
expect_err '^err$'
expect_out '--json -x  y' objectos metrics run job -- echo --json '-x  y'
expect_out '' objectos metrics run job --json -- echo
# What it used: a second of work and 100 MB in one of two processes.
cat >work.py <<'P'
import os, time
if os.fork() == 0:
    held = bytearray(100_000_000)
    os._exit(0)
os.wait()
begin = time.process_time()
while time.process_time() < begin + 0.3: pass
P
expect_nothing objectos metrics run work -l site=a -- python3 work.py
cpu=$(value work_cpu_seconds_total -l site=a)
rss=$(value work_max_rss_bytes)
python3 -c "import sys; sys.exit(not (0.3 <= $cpu < 5 and 1e8 < $rss < 2e8))" || fail "processor time $cpu, peak memory $rss"
# Names may be dotted, and a run has its labels.
expect_nothing objectos metrics run nightly.backup -l host=a -l disk=sda -- true
expect_nothing objectos metrics run nightly.backup -l disk=sda -l host=b -- true
expect_out 2 value nightly.backup_runs_total -l status=success
expect_out 1 value nightly.backup_runs_total -l status=success -l host=b
expect_status 0 grep -q '^nightly_backup_runs_total{disk="sda",host="b",status="success"} 1$' <(objectos metrics export)
# With metrics switched off the command runs all the same.
OBJECTOS_METRICS_ENABLED=false expect_out hello objectos metrics run unseen -- echo hello
expect_no value unseen_runs_total
