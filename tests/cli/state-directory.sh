#!/bin/bash
# The state directory is made by the first write, for its owner alone.
. "$OBJECTOS_TESTS/lib.sh"

umask 000
expect_nothing objectos storage keys
expect_no test -e "$OBJECTOS_STATE_DIR"
objectos storage set key x
expect_out 700 stat -c %a "$OBJECTOS_STATE_DIR"
for file in "$OBJECTOS_STATE_DIR"/*; do expect_out 600 stat -c %a "$file"; done
expect_nothing objectos storage set key y --state-dir "$test_dir/a/b/c"
expect_out y objectos storage get key --state-dir "$test_dir/a/b/c"
expect_out x objectos storage get key
unset OBJECTOS_STATE_DIR
expect_nothing env XDG_STATE_HOME="$test_dir/xdg" objectos storage set key z
expect_status 0 test -e "$test_dir/xdg/objectos/storage.db"
expect_nothing objectos storage set key home
expect_status 0 test -e "$HOME/.local/state/objectos/storage.db"
