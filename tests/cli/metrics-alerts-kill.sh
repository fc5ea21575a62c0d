#!/bin/bash
# A check that is killed between two lines of its code loses no news: they are told again, at least once.
. "$OBJECTOS_TESTS/lib.sh"

cc -O1 -shared -fPIC -o clock.so "$OBJECTOS_TESTS/tools/clock_shim.c"
export CLOCK_SHIM_FILE=$PWD/clock
# The time of day, so many seconds later: SECONDS CMD…
later() { printf '+%s000 +%s000\n' "$1" "$1" >clock && ASAN_OPTIONS=verify_asan_link_order=0 LD_PRELOAD=$PWD/clock.so "${@:2}"; }
export OBJECTOS_METRICS_ALERTS='[{"name":"high","metric":"depth","op":">","threshold":0},
  {"name":"grown","metric":"hits","increase":"1h","op":">","threshold":-1}]'

# Killed between claim and line: it cannot write, as nobody reads.
mkfifo full
exec 7<>full
python3 -c 'import os; os.set_blocking(7, False)
try:
    while os.write(7, b"x"): pass
except BlockingIOError:
    os.set_blocking(7, True)'
expect_nothing objectos metrics set depth 1 -l k=first
objectos metrics alerts check >&7 &
checker=$!
wait_until bash -c "objectos metrics alerts list | grep -q firing"
kill -9 "$checker"
wait "$checker" || true
expect_no later 0 objectos metrics alerts check
expect_no later 25 objectos metrics alerts check
expect_status 1 later 35 objectos metrics alerts check
expect_same 'high{k="first"}' "$(cut -f 2 "$out")"
expect_no later 100 objectos metrics alerts check

# Killed anywhere.
expect_nothing objectos metrics inc hits
began=${EPOCHREALTIME/[.,]/}
objectos metrics alerts check >told.0 || true
took=$((${EPOCHREALTIME/[.,]/} - began))
for round in {1..25}; do
  expect_nothing objectos metrics set depth 1 -l "k=$round"
  objectos metrics alerts check >"told.$round" 2>"failed.$round" &
  checker=$!
  at=$((took * round / 25))
  sleep "$((at / 1000000)).$(printf %06d $((at % 1000000)))" # not for anything to happen: to kill at another moment each time
  kill -9 "$checker" 2>/dev/null || true
  wait "$checker" || true
done
expect_same '' "$(cat failed.*)"
later 60 objectos metrics alerts check >told.last || true
cut -f 2 told.* | sort -u >told
for round in {1..25}; do grep -qxF "high{k=\"$round\"}" told || fail "nothing was told of $round"; done
expect_no later 60 objectos metrics alerts check
expect_out ok sqlite3 "$OBJECTOS_STATE_DIR/metrics.db" 'PRAGMA integrity_check'
