#!/bin/bash
# Help is as wide as the terminal, whatever COLUMNS says.
. "$OBJECTOS_TESTS/lib.sh"

screen() { python3 "$OBJECTOS_TESTS/tools/on_screen.py" "$@"; }
longest() { awk '{ if (length > n) n = length } END { print n }' "$out"; }
expect_status 0 screen --columns 50 env COLUMNS=200 TERM=dumb objectos storage -h
(($(longest) <= 50)) || unexpected stdout 'at most 50 columns' "$(longest)"
expect_status 0 screen --columns 100 env TERM=dumb objectos storage -h
(($(longest) > 80 && $(longest) <= 100)) || unexpected stdout 'up to 100 columns' "$(longest)"
# Very wide lines are no pleasure to read, and very narrow ones neither.
expect_status 0 screen --columns 300 env TERM=dumb objectos storage -h
(($(longest) <= 100)) || unexpected stdout 'at most 100 columns' "$(longest)"
expect_status 0 env COLUMNS=60 objectos storage -h
(($(longest) <= 60)) || unexpected stdout 'at most 60 columns' "$(longest)"
