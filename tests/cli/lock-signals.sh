#!/bin/bash
# Signals for the wrapper reach the command and its group.
. "$OBJECTOS_TESTS/lib.sh"

for signal in TERM INT HUP QUIT USR1 USR2; do
  rm -f ready
  # From a file: bash ignores SIGINT and SIGQUIT in what it puts into the background.
  python3 - "$signal" <<'P' &
import os, signal, sys
for number in (signal.SIGINT, signal.SIGQUIT):
    signal.signal(number, signal.SIG_DFL)
os.execvp("objectos", ["objectos", "lock", "run", "job", "--", "sh", "-c",
          f"trap 'echo {sys.argv[1]} >got; exit 42' {sys.argv[1]}; : >ready; while :; do sleep 0.01; done"])
P
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
