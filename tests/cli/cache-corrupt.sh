#!/bin/bash
# A damaged cache.db or cache.stats is status 3, says which file, and is left as it is.
. "$OBJECTOS_TESTS/lib.sh"

objectos cache set k v
objectos cache get k >/dev/null
stats=$OBJECTOS_STATE_DIR/cache.stats
cp "$stats" good
head -c 262208 /dev/urandom >"$stats"
cp "$stats" noise
expect_error 3 'cache.stats: this is not a file of statistics' objectos cache get k
expect_json_error 3 data 'remove it; counting begins anew' objectos cache stats --json
expect_nothing cmp noise "$stats"
head -c 100 good >"$stats"
expect_error 3 'cache.stats: this is not a file of statistics' objectos cache get k
rm "$stats"
expect_out v objectos cache get k
expect_same 1 "$(objectos cache stats --json | jq .hits)"
db=$OBJECTOS_STATE_DIR/cache.db
expect_out 9999 sqlite3 "$db" 'PRAGMA user_version = 9999; PRAGMA user_version'
expect_error 3 'cache.db: written by a newer' objectos cache get k
rm "$db"-* && head -c 20000 /dev/urandom >"$db"
expect_error 3 'cache.db' objectos cache get k
expect_error 3 'cache.db' objectos cache set k v
rm "$db"*
sqlite3 "$db" 'CREATE TABLE other(x)'
expect_error 3 'another program' objectos cache set k v
