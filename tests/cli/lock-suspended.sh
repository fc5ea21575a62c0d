#!/bin/bash
# Ctrl-Z suspends the command and the wrapper, so that the shell is back; fg lets both go on.
. "$OBJECTOS_TESTS/lib.sh"

cat >shell.sh <<'SCRIPT'
set -m
objectos lock run job -- python3 -c 'import os, time
print("ready", flush=True)
while not os.path.exists("go"): time.sleep(0.01)
print("went on")'
echo "back with $?"
jobs
: >go
fg
echo "ended with $?"
SCRIPT
run python3 "$OBJECTOS_TESTS/tools/on_screen.py" --when ready --type '\x1a' bash shell.sh
want_status 0
cp "$out" screen
for text in 'back with 14[78]' Stopped 'went on' 'ended with 0'; do expect_status 0 grep -q "$text" screen; done
expect_no objectos lock info job
