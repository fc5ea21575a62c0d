#!/bin/bash
# Within --stale the old output comes at once, and one run in the background, which holds nothing of the caller's, makes
# the new one.
. "$OBJECTOS_TESTS/lib.sh"

mkfifo go
ask() { objectos cache run --ttl 50ms --stale 1h --key k -- sh -c 'echo >>runs; [ -e first ] && read -r line <go; echo "run $(wc -l <runs)"'; }
expect_out 'run 1' ask
: >first
# `$(ask)` ends although the run that it began goes on: that has no end of the pipe.
is_stale() { [[ $(ask) == 'run 1' && $(wc -l <runs) == 2 ]]; }
wait_until is_stale
for _ in {1..10}; do expect_out 'run 1' ask; done
expect_out 2 sh -c 'wc -l <runs'
rm first
echo >go
is_new() { [[ $(ask) == 'run '[2-9]* ]]; }
wait_until is_new
