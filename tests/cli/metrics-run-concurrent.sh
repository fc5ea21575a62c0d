#!/bin/bash
# Many runs of one name at once: each is counted, while it runs and afterwards.
. "$OBJECTOS_TESTS/lib.sh"
. "$OBJECTOS_TESTS/servers.sh"

in_progress() { [[ $(objectos metrics get job_in_progress) == "$1" ]]; }
try() {
  rm -f gate && mkfifo gate
  local pids=() pid
  for _ in {1..12}; do
    objectos metrics run job -- cat gate &
    pids+=($!)
  done
  wait_until in_progress 12
  : >gate
  for pid in "${pids[@]}"; do
    # Each reader that opens after the writer has gone needs another one.
    while kill -0 "$pid" 2>/dev/null; do timeout 0.2 sh -c ': >gate' || true; done
    expect_nothing wait "$pid"
  done
  expect_out 0 objectos metrics get job_in_progress
  expect_out 12 objectos metrics get job_runs_total -l status=success
  expect_out 0 objectos metrics get job_runs_total -l status=lost
  for _ in {1..10}; do
    (for _ in {1..5}; do expect_nothing objectos metrics run quick -- true; done) &
  done
  wait
  expect_out 50 objectos metrics get quick_runs_total -l status=success
  expect_same 50 "$(objectos metrics get quick_duration_seconds --json | jq .count)"
  expect_out 0 objectos metrics get quick_in_progress
}
try
# The same on Redis, where nothing is left over either.
start_redis R
export OBJECTOS_METRICS_URL=$R_url
try
expect_out '' redis-cli -p "$R_port" keys '*runs:*'
