#!/bin/bash
# While another program holds cache.db a look-up does not wait for it, also one that would note its use.
. "$OBJECTOS_TESTS/lib.sh"

export OBJECTOS_CACHE_OPTIONS_POLICY=sieve
objectos cache set key before
db=$OBJECTOS_STATE_DIR/cache.db
mkfifo commands
sqlite3 "$db" <commands >answers &
exec 4>commands
echo "BEGIN IMMEDIATE; UPDATE totals SET hand = hand; SELECT 'locked';" >&4
wait_until grep -q locked answers
expect_out before objectos cache get key --timeout 2s
expect_error 4 '' objectos cache set key after --timeout 200ms
echo 'COMMIT;' >&4
exec 4>&-
wait
expect_nothing objectos cache set key after
expect_out after objectos cache get key
expect_same 2 "$(objectos cache stats --json | jq .hits)"
