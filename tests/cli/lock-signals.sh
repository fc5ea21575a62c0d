#!/bin/bash
# Signals for the wrapper reach the command and its group.
. "$OBJECTOS_TESTS/lib.sh"

for signal in TERM INT HUP QUIT USR1 USR2; do
  rm -f ready
  python3 "$OBJECTOS_TESTS/tools/trapping.py" "$signal" objectos lock run job -- &
  wrapper=$!
  wait_until test -e ready
  kill -s "$signal" "$wrapper"
  expect_status 42 wait "$wrapper"
  expect_out "$signal" cat got
done
# A command that does nothing about it ends by the signal.
rm ready
objectos lock run job -- sh -c ': >ready; exec sleep 1000' &
wrapper=$!
wait_until test -e ready
kill -TERM "$wrapper"
expect_status 143 wait "$wrapper"
expect_no objectos lock info job
# Whoever started us may have had SIGCHLD ignored, and SIGPIPE is the command's own business.
expect_status 5 python3 -c '
import os, signal
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
os.execvp("objectos", ["objectos", "lock", "run", "job", "--", "sh", "-c", "exit 5"])'
expect_out 141 bash -c 'objectos lock run job -- bash -c "while echo y; do :; done" | head -n 1 >/dev/null; echo ${PIPESTATUS[0]}'
