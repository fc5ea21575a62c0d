#!/bin/bash
# A user without rights on the table, or on the schema, gets status 5.
. "$OBJECTOS_TESTS/lib.sh"
. "$OBJECTOS_TESTS/servers.sh"

start_postgres pg
database=${pg_superuser_url%/*}/objectos
psql -X -q "$database" -c "CREATE ROLE reader LOGIN PASSWORD 'reader-secret'"
export OBJECTOS_STORAGE_URL="postgres://reader:reader-secret@127.0.0.1:$pg_port/objectos"
expect_no objectos storage get k
expect_error 5 'permission denied' objectos storage set k v
OBJECTOS_STORAGE_URL=$pg_url objectos storage set k v
expect_error 5 'permission denied' objectos storage get k
psql -X -q "$pg_url" -c 'GRANT SELECT ON objectos_storage TO reader'
expect_out v objectos storage get k
expect_error 5 'permission denied' objectos storage incr n
