#!/bin/bash
# copy draws a bar on a terminal, and nothing elsewhere or with --quiet.
. "$OBJECTOS_TESTS/lib.sh"

for i in {1..2500}; do echo "{\"key\":\"k$i\",\"value\":$i}"; done | objectos storage import
copy=("$OBJECTOS_BIN" storage copy --from "sqlite:$OBJECTOS_STATE_DIR/storage.db" --to "sqlite:$PWD/to.db")
expect_status 0 python3 "$OBJECTOS_TESTS/on_terminal.py" '' "${copy[@]}"
expect_status 0 grep -qF '[################                        ] 40 % of 2500' "$err"
expect_status 0 python3 "$OBJECTOS_TESTS/on_terminal.py" '' "${copy[@]}" --quiet
want_empty "$err"
expect_nothing "${copy[@]}"
