#!/bin/bash
# On a terminal the command has it: it reads keys, Ctrl-C ends it, and the shell gets the terminal back.
. "$OBJECTOS_TESTS/lib.sh"

on_screen() { python3 "$OBJECTOS_TESTS/tools/on_screen.py" "$@"; }
run on_screen --when 'name? ' --type 'Ada\n' objectos lock run job -- sh -c 'printf "name? "; read -r name; echo "hello $name"'
want_status 0
expect_status 0 grep -q 'hello Ada' "$out"
run on_screen --when 'ready' --type '\x03' objectos lock run job -- python3 -c 'import time; print("ready", flush=True); time.sleep(1000)'
want_status 130
expect_no objectos lock info job
run on_screen --when 'again? ' --type 'yes\n' bash -c 'objectos lock run job -- true; printf "again? "; read -r answer; echo "said $answer"'
want_status 0
expect_status 0 grep -q 'said yes' "$out"
# Another of its pipeline is at the terminal: the command does not take it away unasked.
cat >pager.py <<'SCRIPT'
import sys
for line in sys.stdin: pass
print("more? ", end="", flush=True)
print("key " + open("/dev/tty").readline())
SCRIPT
run on_screen --when 'more? ' --type 'q\n' bash -c 'set -m; objectos lock run job -- seq 100000 | python3 pager.py'
want_status 0
expect_status 0 grep -q 'key q' "$out"
