#!/bin/bash
# Writers that are killed leave a sound cache whose sums are right.
. "$OBJECTOS_TESTS/lib.sh"

export OBJECTOS_CACHE_OPTIONS_MAX_SIZE=20
for i in {1..60}; do
  objectos cache set "k$i" "value $i" --tag "t$((i % 3))" &
  writer=$!
  objectos cache get "k$((i - 1))" >/dev/null || :
  kill -KILL "$writer" 2>/dev/null || :
  wait "$writer" 2>/dev/null || :
done
expect_nothing objectos cache set after kill
db=$OBJECTOS_STATE_DIR/cache.db
expect_out ok sqlite3 "$db" 'pragma integrity_check'
expect_out 1 sqlite3 "$db" 'SELECT size = (SELECT count(*) FROM entries) AND bytes = (SELECT sum(bytes) FROM entries) FROM totals'
expect_out 0 sqlite3 "$db" 'SELECT count(*) FROM tags WHERE entry NOT IN (SELECT id FROM entries)'
expect_out kill objectos cache get after
