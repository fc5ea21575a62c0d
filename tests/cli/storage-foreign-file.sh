#!/bin/bash
# A file that the TypeScript plugin made is taken over with what it holds.
. "$OBJECTOS_TESTS/lib.sh"

mkdir -m 700 "$OBJECTOS_STATE_DIR"
db=$OBJECTOS_STATE_DIR/storage.db
expect_nothing sqlite3 "$db" "
  CREATE TABLE IF NOT EXISTS storage(key TEXT PRIMARY KEY, value TEXT NOT NULL, expires_at INTEGER);
  CREATE INDEX IF NOT EXISTS idx_expires_at ON storage(expires_at);
  INSERT INTO storage VALUES('app:user', '{\"name\":\"Ada\"}', NULL), ('gone', '1', 1000), ('n', '41', NULL);"
chmod 600 "$db"
expect_out '{"name":"Ada"}' objectos storage get user --scope app
expect_no objectos storage get gone
expect_out 42 objectos storage incr n
printf '\0' | expect_nothing objectos storage set blob --as bytes
expect_out $'app:user\nblob\nn' objectos storage keys
expect_out 42 sqlite3 "$db" "SELECT value FROM storage WHERE key = 'n'"
