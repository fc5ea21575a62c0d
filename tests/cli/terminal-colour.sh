#!/bin/bash
# Colour goes to a terminal only, and NO_COLOR, CLICOLOR_FORCE, TERM=dumb and --color are heeded.
. "$OBJECTOS_TESTS/lib.sh"

screen() { python3 "$OBJECTOS_TESTS/tools/on_screen.py" "$@"; }
export TERM=xterm
coloured() { expect_status 0 screen "$@" && expect_status 0 grep -q $'\e\\[' "$out"; }
plain() { expect_status 0 screen "$@" && expect_no grep -q $'\e' "$out"; }
coloured objectos --help
plain objectos --color never --help
coloured env NO_COLOR=1 objectos --color always --help
plain env NO_COLOR=1 objectos --help
coloured env NO_COLOR= objectos --help
plain env NO_COLOR=1 CLICOLOR_FORCE=1 objectos --help
plain env TERM=dumb objectos --help
plain env -u TERM objectos --help
coloured env TERM=dumb CLICOLOR_FORCE=1 objectos --help
plain env TERM=dumb CLICOLOR_FORCE=0 objectos --help
# Each stream for itself: only stderr is a terminal here.
expect_status 0 screen --streams 02 bash -c 'objectos --help >file'
expect_no grep -q $'\e' file
