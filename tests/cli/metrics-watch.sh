#!/bin/bash
# `metrics watch` without a terminal: a plain table or JSON lines for each look, until it is told to end.
. "$OBJECTOS_TESTS/lib.sh"

expect_nothing objectos metrics inc hits 5 -l kind=io
expect_nothing objectos metrics set depth 7
expect_nothing objectos metrics observe wait 1 2
objectos metrics watch --interval 100ms >plain 2>plain.err &
plain=$!
objectos metrics watch 'h*' --interval 100ms --json >json &
json=$!
wait_until bash -c '(($(grep -c . plain) > 5 && $(grep -c . json) > 2))'
expect_nothing objectos metrics inc hits 3 -l kind=io
wait_until grep -q '"value":8' json
wait_until grep -qP '^hits\tkind="io"\t8\t' plain
kill -TERM "$plain" "$json"
expect_status 0 wait "$plain"
expect_status 0 wait "$json"
expect_same $'depth\t\t7\t\nhits\tkind="io"\t5\t\nwait\t\t2\t' "$(head -n 3 plain)"
expect_out '' sed -n 4p plain
expect_nothing cat plain.err
expect_no grep -q $'\e' plain
expect_json '{"name":"hits","type":"counter","labels":{"kind":"io"},"value":5,"per_second":null}' \
  bash -c "head -n 1 json | jq -c 'del(.time)'"
expect_status 0 jq -e -s 'map(.per_second) | any(. != null and . > 0)' json
# Ctrl-C ends it well, also in a pipe.
run python3 - <<'P'
import os, signal, subprocess, sys
signal.signal(signal.SIGINT, signal.SIG_DFL)
child = subprocess.Popen(["objectos", "metrics", "watch", "--interval", "100ms"], stdout=subprocess.PIPE)
child.stdout.readline()
child.send_signal(signal.SIGINT)
sys.exit(child.wait())
P
want_status 0
expect_out 141 bash -c 'objectos metrics watch --interval 100ms | head -n 1 >/dev/null; echo ${PIPESTATUS[0]}'
expect_status 4 objectos metrics watch --interval 100ms --timeout 300ms
expect_err 'not done within 300ms'
for bad in 0 99ms -1s soon; do expect_error 2 '^objectos: metrics watch: --interval: ' objectos metrics watch "--interval=$bad"; done
# What cannot be read at first is an error; later it is said, and tried again.
expect_error 4 '' objectos metrics watch --metrics-url redis://127.0.0.1:1
. "$OBJECTOS_TESTS/servers.sh"
start_redis R
OBJECTOS_METRICS_URL=$R_url objectos metrics watch --interval 100ms >outage 2>outage.err &
outage=$!
wait_until test -s outage
stop_server R
wait_until grep -q '^objectos: metrics watch: redis' outage.err
kill -TERM "$outage"
expect_status 0 wait "$outage"
