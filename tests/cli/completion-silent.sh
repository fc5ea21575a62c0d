#!/bin/bash
# Completion never complains, whatever is typed, and leaves no trace.
. "$OBJECTOS_TESTS/lib.sh"

expect_nothing objectos __complete zsh -- nosuch ''
expect_nothing objectos __complete zsh -- __
expect_nothing objectos __complete zsh -- storage nosuch ''
expect_nothing objectos __complete zsh -- --nosuch storage get ''
expect_nothing objectos __complete zsh -- storage get ''
expect_nothing objectos __complete zsh -- -vv storage get ''
expect_nothing objectos __complete zsh -- storage get --scope a:b ''
expect_nothing objectos __complete zsh -- --storage-url nonsense storage get ''
expect_nothing objectos __complete zsh -- --storage-url env:UNSET storage get ''
expect_nothing objectos __complete zsh -- --config absent.json storage get ''
expect_nothing objectos __complete zsh -- --json storage get '[' ''
expect_nothing objectos __complete bash -- '' ''
expect_nothing objectos __complete bash -- 'objectos storage get "' ''
expect_nothing objectos __complete bash
expect_no test -e "$OBJECTOS_STATE_DIR"
mkdir -m 700 "$OBJECTOS_STATE_DIR"
echo 'this is no database at all' >"$OBJECTOS_STATE_DIR/storage.db"
expect_nothing objectos __complete zsh -- storage get ''
echo '{ broken' >broken.json
expect_nothing objectos __complete zsh -- --config broken.json storage get ''
