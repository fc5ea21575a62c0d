#!/bin/bash
# Who gives no value, and no file, is told at a terminal that they are to type it.
. "$OBJECTOS_TESTS/lib.sh"

type_it() { run python3 "$OBJECTOS_TESTS/tools/on_screen.py" --when 'Ctrl-D' --type 'typed\n\x04' "$@"; }
type_it objectos storage set a
want_status 0
expect_status 0 grep -q '^objectos: VALUE is what you type now' "$out"
expect_out typed objectos storage get --raw a

type_it objectos session get -
want_status 2
expect_status 0 grep -q '^objectos: ID is what you type now' "$out"
type_it objectos storage import
want_status 3
expect_status 0 grep -q '^objectos: FILE is what you type now' "$out"

# Nobody else is.
expect_nothing objectos storage set b <<<piped
expect_nothing objectos storage set c </dev/null
