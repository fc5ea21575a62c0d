#!/bin/bash
# A backup holds cache.db and cache.stats, and restore puts them back.
. "$OBJECTOS_TESTS/lib.sh"

objectos cache set k v --tag t
objectos cache get k >/dev/null
expect_nothing objectos storage backup state.tar
expect_out $'cache.db\ncache.stats' tar tf state.tar
objectos cache clear --yes
expect_nothing objectos storage restore state.tar
expect_same 1 "$(objectos cache stats --json | jq .hits)"
expect_out v objectos cache get k
expect_json '{"deleted":1}' objectos cache invalidate --tag t --json
