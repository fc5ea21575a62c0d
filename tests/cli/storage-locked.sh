#!/bin/bash
# While another program holds the database, a write waits; --timeout ends that with status 4, a read goes on.
. "$OBJECTOS_TESTS/lib.sh"

objectos storage set key before
db=$OBJECTOS_STATE_DIR/storage.db
mkfifo commands
sqlite3 "$db" <commands >answers &
exec 4>commands
echo "BEGIN IMMEDIATE; UPDATE storage SET value = '\"other\"'; SELECT 'locked';" >&4
wait_until grep -q locked answers
expect_error 4 '' objectos storage set key after --timeout 200ms
expect_json_error 4 unavailable '' objectos storage set key after --timeout 200ms --json
expect_out before objectos storage get key
objectos storage set key after &
waiting=$!
echo 'COMMIT;' >&4
exec 4>&-
expect_nothing wait "$waiting"
expect_out after objectos storage get key
