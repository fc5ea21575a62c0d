#!/bin/bash
# A person is asked before everything is replaced; a script, --yes and an empty place are not.
. "$OBJECTOS_TESTS/lib.sh"

on_screen() { python3 "$OBJECTOS_TESTS/tools/on_screen.py" "$@"; }
objectos storage set a old
expect_status 0 objectos storage backup state.tar
objectos storage set a new
expect_status 1 on_screen --when '[y/N]' --type 'n\n' objectos storage restore state.tar
grep -q "replace databases in $OBJECTOS_STATE_DIR by those of the archive" "$out" || fail "$(<"$out")"
expect_out new objectos storage get a
expect_status 0 on_screen --when '[y/N]' --type 'y\n' objectos storage restore state.tar
expect_out old objectos storage get a
objectos storage set a new
expect_status 0 on_screen objectos storage restore --yes state.tar
expect_out old objectos storage get a
objectos storage set a new
expect_status 0 objectos storage restore state.tar
expect_out old objectos storage get a
expect_status 0 env OBJECTOS_STATE_DIR="$PWD/none" python3 "$OBJECTOS_TESTS/tools/on_screen.py" objectos storage restore state.tar
expect_out old env OBJECTOS_STATE_DIR="$PWD/none" "$objectos" storage get a
