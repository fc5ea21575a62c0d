#!/bin/bash
# The limits hold between processes that set at the same time.
. "$OBJECTOS_TESTS/lib.sh"

export OBJECTOS_CACHE_OPTIONS_MAX_SIZE=10 OBJECTOS_CACHE_OPTIONS_POLICY=sieve
objectos cache set first x
for p in {1..6}; do
  for i in {1..30}; do objectos cache set "k$p-$i" x; done &
done
for _ in {1..20}; do
  n=$(sqlite3 -cmd '.timeout 10000' "$OBJECTOS_STATE_DIR/cache.db" 'SELECT count(*) FROM entries')
  [[ $n -le 10 ]] || fail "$n entries"
done
for _ in {1..6}; do wait -n; done
expect_out 10 sqlite3 -cmd '.timeout 10000' "$OBJECTOS_STATE_DIR/cache.db" 'SELECT count(*) FROM entries'
expect_out 1 sqlite3 -cmd '.timeout 10000' "$OBJECTOS_STATE_DIR/cache.db" 'SELECT size = (SELECT count(*) FROM entries) AND bytes = (SELECT sum(bytes) FROM entries) FROM totals'
expect_same 171 "$(objectos cache stats --json | jq .evictions)"
