#!/bin/bash
# A file that is no database, or one of a newer version, is refused with status 3 and left as it is.
. "$OBJECTOS_TESTS/lib.sh"

objectos storage set key x
db=$OBJECTOS_STATE_DIR/storage.db
cp -r "$OBJECTOS_STATE_DIR" good
expect_out 9999 sqlite3 "$db" 'PRAGMA user_version = 9999; PRAGMA user_version'
expect_error 3 'storage.db' objectos storage get key
expect_error 3 'newer' objectos storage set key y
expect_json_error 3 data 'newer' objectos storage get key --json
rm "$db"-* && head -c 20000 /dev/urandom >"$db"
cp "$db" noise
expect_error 3 'storage.db' objectos storage get key
expect_error 3 'storage.db' objectos storage set key y
expect_error 3 'storage.db' objectos storage keys
expect_nothing cmp noise "$db"
