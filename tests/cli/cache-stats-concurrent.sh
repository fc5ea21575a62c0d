#!/bin/bash
# Counters lose nothing between processes, and a killed process takes none along.
. "$OBJECTOS_TESTS/lib.sh"

objectos cache set k v
for _ in {1..8}; do
  for _ in {1..25}; do objectos cache get k; done >/dev/null &
done
for _ in {1..8}; do wait -n; done
expect_same 200 "$(objectos cache stats --json | jq .hits)"
# A batch that has answered has counted: killed at once it takes nothing along.
mkfifo commands
objectos batch <commands >replies &
batch=$!
exec 4>commands
printf 'cache get k\ncache get absent\n' >&4
wait_until grep -q '"id":2' replies
kill -KILL "$batch"
exec 4>&-
wait "$batch" || :
expect_same '201 1' "$(objectos cache stats --json | jq -r '"\(.hits) \(.misses)"')"
