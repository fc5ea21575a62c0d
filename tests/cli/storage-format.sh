#!/bin/bash
# The file is the one that the TypeScript plugin reads and writes.
. "$OBJECTOS_TESTS/lib.sh"

objectos storage set text 'a "b"' --scope s
objectos storage set json '{ "b": 1 }' --as json --ttl 1h
printf x | objectos storage set blob --as bytes
db=$OBJECTOS_STATE_DIR/storage.db
expect_out 's:text|text|"a \"b\""' sqlite3 "$db" "SELECT key, typeof(value), value FROM storage WHERE key = 's:text' AND expires_at IS NULL"
expect_out 'text|{"b":1}|1' sqlite3 "$db" "SELECT typeof(value), value, abs(expires_at - 1000 * strftime('%s') - 3600000) < 60000 FROM storage WHERE key = 'json'"
expect_out 'text|blob|78' sqlite3 "$db" "SELECT typeof(key), typeof(value), hex(value) FROM storage WHERE key = 'blob'"
expect_out idx_expires_at sqlite3 "$db" "SELECT name FROM sqlite_schema WHERE type = 'index' AND name NOT LIKE 'sqlite_%'"
expect_out wal sqlite3 "$db" 'PRAGMA journal_mode'
# As the plugin writes: rows replaced, other columns left to their defaults.
expect_nothing sqlite3 "$db" "INSERT OR REPLACE INTO storage(key, value, expires_at) VALUES('s:text', '{\"n\": [1, 2]}', NULL)"
expect_json '{"n":[1,2]}' objectos storage get text --scope s --json
expect_nothing objectos storage set text new --scope s
