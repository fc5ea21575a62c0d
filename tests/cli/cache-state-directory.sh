#!/bin/bash
# A look-up before the first set creates nothing; then there are private files.
. "$OBJECTOS_TESTS/lib.sh"

expect_no objectos cache get k
expect_nothing objectos cache keys
expect_json '{"expired":0}' objectos cache gc --json
expect_same 0 "$(objectos cache stats --json | jq .misses)"
expect_no test -e "$OBJECTOS_STATE_DIR"
objectos cache set k v
objectos cache get k
expect_out 700 stat -c %a "$OBJECTOS_STATE_DIR"
expect_out $'600\n600' stat -c %a "$OBJECTOS_STATE_DIR"/cache.db "$OBJECTOS_STATE_DIR"/cache.stats
