#!/bin/bash
# The command is what counts: it runs, and ends as it does, where its metrics cannot be kept.
. "$OBJECTOS_TESTS/lib.sh"

untold() {
  expect_stdout ran
  expect_err '^objectos: metrics run: job: the command has run, but that could not be recorded: '
  (($(wc -l <"$err") <= 2)) || unexpected stderr 'one message' "$(cat "$err")"
}
command=(sh -c 'echo ran; exit 5')
# The directory is open to others.
mkdir -m 777 "$OBJECTOS_STATE_DIR"
chmod 777 "$OBJECTOS_STATE_DIR"
expect_status 5 objectos metrics run job -- "${command[@]}"
untold
expect_nothing ls "$OBJECTOS_STATE_DIR"
chmod 700 "$OBJECTOS_STATE_DIR"
# Nobody listens; nobody answers: a second or two, then it runs.
expect_status 5 objectos metrics run job --metrics-url redis://127.0.0.1:1 -- "${command[@]}"
untold
python3 -c '
import socket
s = socket.socket()
s.bind(("127.0.0.1", 0))
s.listen()
open("port", "w").write(str(s.getsockname()[1]))
kept = []
while True: kept.append(s.accept())' &
silent=$!
wait_until test -s port
OBJECTOS_METRICS_TIMEOUT=500ms expect_status 5 objectos metrics run job --metrics-url "redis://127.0.0.1:$(cat port)" -- "${command[@]}"
untold
begin=$(date +%s%N)
run objectos metrics run job --metrics-url "redis://127.0.0.1:$(cat port)" -- bash -c 'date +%s%N >started; kill -9 $PPID'
want_status 137
held_up=$((($(cat started) - begin) / 1000000))
((held_up < 2500)) || fail "it was held up for $held_up ms"
kill "$silent"
# Another program keeps the database.
expect_nothing objectos metrics set other 1
mkfifo commands
sqlite3 "$OBJECTOS_STATE_DIR/metrics.db" <commands >answers &
exec 4>commands
echo "BEGIN IMMEDIATE; UPDATE metrics_series SET value = 2; SELECT 'locked';" >&4
wait_until grep -q locked answers
OBJECTOS_METRICS_TIMEOUT=300ms expect_status 5 objectos metrics run job -- "${command[@]}"
untold
# At the end it waits longer than at the start: what was missed then is recorded too.
objectos metrics run job -- sh -c ': >begun' &
waiting=$!
wait_until test -e begun
echo 'COMMIT;' >&4
exec 4>&-
expect_nothing wait "$waiting"
expect_out 1 objectos metrics get job_runs_total -l status=success
expect_out 0 objectos metrics get job_in_progress
expect_status 0 objectos metrics get job_last_start_timestamp_seconds
# The same for one that has begun well.
sqlite3 "$OBJECTOS_STATE_DIR/metrics.db" <commands >answers &
exec 4>commands
objectos metrics run job -- sh -c ': >begun_well; until test -e locked; do sleep 0.01; done; : >ended' &
waiting=$!
wait_until test -e begun_well
echo "BEGIN IMMEDIATE; UPDATE metrics_series SET value = value; SELECT 'locked';" >&4
wait_until grep -q locked answers
: >locked
wait_until test -e ended
sleep 1.2 # longer than the start would have waited
echo 'COMMIT;' >&4
exec 4>&-
expect_nothing wait "$waiting"
expect_out 2 objectos metrics get job_runs_total -l status=success
# A name that is taken otherwise.
expect_nothing objectos metrics delete --match 'job_*' --yes
expect_nothing objectos metrics inc job_last_signal
expect_status 5 objectos metrics run job -- "${command[@]}"
untold
expect_err 'job_last_signal is a counter'
expect_status 127 objectos metrics run job -- nowhere
expect_err 'nowhere: cannot be run'
expect_json '[{"name":"job_last_signal","type":"counter","help":"","unit":"","series":[{"labels":{},"value":1}]}]' \
  bash -c "objectos metrics export --format json | jq -c '[.[] | select(.name == \"job_last_signal\")]'"
# Labels that are not those of the other runs.
expect_nothing objectos metrics run site -l host=a -- true
expect_status 0 objectos metrics run site -- echo ran
expect_stdout ran
expect_err 'labels of site_[a-z_]* are host'
